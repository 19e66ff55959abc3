import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERROR_TABLE, finishReasonTable, parameterTable, responseFieldTable } from "@colloquy/core";
import { Session } from "../../../test/session/session.ts";
import { shellWords } from "../../../test/session/shell-words.ts";
import { commands } from "../src/command-registry.ts";
import { topics } from "../src/explain/topics.ts";
import { readAssignments } from "../src/parameters/read-assignments.ts";
import { findCommand, findSubcommand } from "../src/parse/find-command.ts";
import { normaliseArgv } from "../src/parse/normalise-argv.ts";
import { parseOptions } from "../src/parse/parse-options.ts";

let session: Session;
beforeAll(async () => {
  session = await Session.open();
  session.write("notes.txt", "Two kettles and a lamp.");
  session.write("tools.json", '[{"type": "function", "function": {"name": "weather"}}]');
  session.write("prediction.json", '{"type": "content", "content": "Two kettles."}');
});
afterAll(() => session.close());

describe("colloquy explain", () => {
  it("teaches every row of every table", () => {
    const rows = [
      ...parameterTable.map(({ name }) => name),
      ...finishReasonTable.map(({ reason }) => reason),
      ...responseFieldTable.map(({ name }) => name),
      ...ERROR_TABLE.map(({ topic }) => topic),
    ];
    expect(topics.map(({ name }) => name).toSorted()).toEqual(rows.toSorted());
  });

  it.each([...new Set(topics.map(({ name }) => name))])(
    "%s: about ten lines, the last a command",
    async (name) => {
      const { stdout, exit_code } = await session.run(`colloquy explain ${name}`);
      expect(exit_code).toBe(0);
      const pages = stdout.trimEnd().split("\n\n");
      expect(pages.length).toBe(topics.filter((topic) => topic.name === name).length);
      for (const page of pages) {
        const lines = page.split("\n");
        expect(lines.length).toBeGreaterThanOrEqual(8);
        expect(lines.length).toBeLessThanOrEqual(12);
        expect(lines[0]).toMatch(new RegExp(`^${name} · `));
        expect(lines.at(-1)).toMatch(/^Try: colloquy /);
      }
    },
  );

  it("lists all of them by group", async () => {
    const { stdout } = await session.run("colloquy explain");
    const words = new Set(stdout.split(/\s+/));
    expect(topics.filter(({ name }) => !words.has(name))).toEqual([]);
    expect(stdout).toMatch(/^HTTP statuses$/m);
    const { stdout: json } = await session.run("colloquy explain --json");
    expect(JSON.parse(json).topics).toHaveLength(topics.length);
  });

  it("understands how people write a topic", async () => {
    const first = async (words: string): Promise<string | undefined> =>
      (await session.run(`colloquy explain ${words}`)).stdout.split("\n")[0];
    expect(await first("HTTP 404")).toMatch(/^404/);
    expect(await first("Rate Limit Exceeded")).toMatch(/^rate_limit_exceeded/);
    expect(await first("max-tokens")).toMatch(/^max_tokens/);
    expect(await first("temp")).toMatch(/^temperature/);
    expect(await first("418")).toContain("418");
    expect(await first("usage.cost")).toMatch(/^cost · field/);
    expect(await first("choices[0].finish_reason")).toMatch(/^finish_reason · field/);
  });

  it("names the nearest to what it does not know", async () => {
    const { stdout, stderr, exit_code } = await session.run("colloquy explain temprature --json");
    expect(exit_code).toBe(2);
    expect(stderr).toContain("did you mean temperature?");
    expect(JSON.parse(stdout).error.details.nearest).toBe("temperature");
  });
});

/** The argv of a command to try is understood to its end: command, options, parameters. */
async function understood(line: string): Promise<void> {
  const { words, plain } = shellWords(line);
  expect(plain).toBe(true);
  expect(words[0]).toBe("colloquy");
  const argv = normaliseArgv(words.slice(1));
  let found = findCommand(argv, commands);
  if (found.type === "mistyped") throw new Error(`${line}: ${found.word}`);
  let command = await found.entry.load();
  for (let next = findSubcommand(command, found.rest); next;) {
    if (next.type === "mistyped") throw new Error(`${line}: ${next.word}`);
    found = next;
    command = await next.entry.load();
    next = findSubcommand(command, found.rest);
  }
  const parsed = parseOptions(command, found.rest);
  if (parsed.type === "text") throw new Error(`${line}: ${parsed.text}`);
  await readAssignments(parsed.input.list("option"), { cwd: session.folder, force: false });
}

describe("what is to be tried", () => {
  const tries = [...new Set(topics.map(({ lines }) => (lines().at(-1) ?? "").slice(5)))];
  it.each(tries)("%s", understood);
});
