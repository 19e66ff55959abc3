import { describe, expect, it } from "vitest";
import type { Command } from "../command.ts";
import { findCommand, findSubcommand } from "./find-command.ts";

const load = () => Promise.reject(new Error("not loaded in this test"));
const entries = ["ask", "chat", "models", "api", "keys"].map((name) => ({
  name,
  summary: "",
  load,
}));
const all = [...entries, { name: "log", aliases: ["logs"], summary: "", load }];

function found(line: string): string {
  const result = findCommand(line === "" ? [] : line.split(" "), all);
  return result.type === "mistyped"
    ? `${result.word} → ${result.meant}?`
    : `${result.entry.name}: ${result.rest.join(" ")}`;
}

describe("findCommand", () => {
  it.each([
    ["log show", "log: show"],
    ["logs -n 5", "log: -n 5"],
    ["", "ask: "],
    ["-m x/y hello", "ask: -m x/y hello"],
    ["-- models", "ask: -- models"],
    ["modles", "modles → models?"],
    ["modles --json", "modles → models?"],
    ["Modles", "Modles → models?"],
    ["modles are nice", "ask: modles are nice"],
    ["ask modles", "ask: modles"],
    ["hi", "ask: hi"],
    ["ok?", "ask: ok?"],
    ["hello", "ask: hello"],
    ["42", "ask: 42"],
  ])("%j → %s", (line, expected) => {
    expect(found(line)).toBe(expected);
  });
});

describe("findSubcommand", () => {
  const log: Command = {
    name: "log",
    summary: "",
    fallback: "list",
    subcommands: ["list", "show"].map((name) => ({ name, summary: "", load })),
  };

  it("finds it by name, by fallback, and tells a mistyped one", () => {
    expect(findSubcommand(log, ["show", "x"])).toMatchObject({
      entry: { name: "show" },
      rest: ["x"],
    });
    expect(findSubcommand(log, ["-n", "5"])).toMatchObject({ entry: { name: "list" } });
    expect(findSubcommand(log, ["shwo"])).toEqual({
      type: "mistyped",
      word: "log shwo",
      meant: "log show",
    });
    expect(findSubcommand(log, ["--help"])).toBeUndefined();
  });
});
