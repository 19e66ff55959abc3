import { describe, expect, it } from "vitest";
import { missingLines } from "./missing-lines.ts";
import { pageSteps } from "./page-steps.ts";
import { shellWords } from "./shell-words.ts";

const page = `# A page

\`\`\`sh
# a comment
colloquy one
colloquy two \\
  --more # exits 2
\`\`\`

<!-- upstream: venice -->

\`\`\`console
$ colloquy three
first line
… last
$ colloquy four
\`\`\`

\`\`\`json item.json
{ "name": "lamp" }
\`\`\`

\`\`\`ts
not.a(command);
\`\`\`
`;

describe("a page's steps", () => {
  it("are its commands, files and scenarios in their order", () => {
    expect(pageSteps(page)).toEqual([
      { type: "command", line: "colloquy one", at: 5, exit_code: 0, promised: [] },
      {
        type: "command",
        line: "colloquy two --more # exits 2",
        at: 6,
        exit_code: 2,
        promised: [],
      },
      { type: "meet", scenario: "venice" },
      {
        type: "command",
        line: "colloquy three",
        at: 13,
        exit_code: 0,
        promised: ["first line", "… last"],
      },
      { type: "command", line: "colloquy four", at: 16, exit_code: 0, promised: [] },
      { type: "file", name: "item.json", text: '{ "name": "lamp" }\n' },
    ]);
  });
});

describe("promised lines", () => {
  it("must be there, in their order", () => {
    const output = "one\ntwo and more\nthree [3 s]\n";
    expect(missingLines(output, ["one", "two", "", "three [… s]"])).toEqual([]);
    expect(missingLines(output, ["two", "one"])).toEqual(["one"]);
    expect(missingLines(output, ["four"])).toEqual(["four"]);
    expect(missingLines(output, ["t.o"])).toEqual(["t.o"]);
    expect(missingLines(output, ["one", "one"])).toEqual(["one"]);
  });
});

describe("words of a line", () => {
  it.each([
    [`colloquy -o temperature 0 "a b" 'c "d"' e\\ f # done`, true],
    [`colloquy "it's $HOME" x`, false],
    [`colloquy 'it costs $5' x`, true],
    ["colloquy x | cat", false],
    ["colloquy x > y", false],
  ])("%s: plain %s", (line, plain) => {
    expect(shellWords(line).plain).toBe(plain);
  });

  it("are those a shell makes", () => {
    expect(shellWords(`a "b \\"c\\"" 'd e'f "" g\\ h # i`).words).toEqual([
      "a",
      'b "c"',
      "d ef",
      "",
      "g h",
    ]);
    expect(() => shellWords("a 'b")).toThrow("a quote is not closed");
  });
});
