import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import type { Seen } from "../play-scenario.ts";
import { toolCallScenarios } from "./tool-calls.ts";

interface Fragment {
  index?: number | null;
  id?: string;
  type?: string;
  function?: { name?: string | null; arguments?: string };
}

/** Every piece of a tool call in a stream, in order. */
function fragments(seen: Seen): Fragment[] {
  return seen.data.flatMap((data) => {
    const found = /"tool_calls":(\[.*?\])\}/.exec(data)?.[1];
    const list: Fragment[] = found === undefined ? [] : JSON.parse(found);
    return list;
  });
}

const joined = (seen: Seen): string =>
  fragments(seen)
    .map((piece) => piece.function?.arguments ?? "")
    .join("");

const called = (calls: readonly object[]): object => ({
  choices: [{ message: { tool_calls: calls } }],
});

checkScenarios(toolCallScenarios, {
  "tool-call"({ stream, whole }) {
    expect(fragments(stream).map(({ id }) => id)).toEqual(["call_1", undefined, undefined]);
    expect(joined(stream)).toBe('{"city":"Porto"}');
    expect(stream.finishes[0]).toBe("tool_calls");
    expect(whole.json).toMatchObject(called([{ id: "call_1", function: { name: "weather" } }]));
  },
  "tool-calls-parallel"({ stream, whole }) {
    expect(fragments(stream).map(({ index }) => index)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(
      fragments(stream)
        .slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(["call_1", "call_1"]);
    expect(whole.json).toMatchObject(called([{ id: "call_1" }, { id: "call_1" }]));
  },
  "tool-calls-index-zero"({ stream }) {
    expect(fragments(stream)).toMatchObject([
      { index: 0, id: "call_1" },
      { index: 0, id: "call_2" },
    ]);
  },
  "tool-call-at-once": ({ stream }) => expect(fragments(stream)).toHaveLength(1),
  "tool-call-no-id"({ stream, whole }) {
    for (const piece of fragments(stream)) {
      expect(piece).not.toHaveProperty("id");
      expect(piece).not.toHaveProperty("type");
    }
    expect(whole.text).not.toContain("call_1");
  },
  "tool-call-index-null"({ stream }) {
    const [first, ...rest] = fragments(stream);
    expect(first?.index).toBeNull();
    for (const piece of rest) expect(piece).not.toHaveProperty("index");
  },
  "tool-call-white-space"({ stream }) {
    expect(joined(stream)).toBe('{"city":"Porto"} \n');
    expect(fragments(stream)[3]?.function?.name).toBeNull();
  },
  "tool-call-finish-twice": ({ stream }) =>
    expect(stream.finishes).toEqual(["tool_calls", "tool_calls", "tool_calls"]),
  "tool-call-finish-stop"({ stream, whole }) {
    expect(stream.finishes).toEqual(["stop", "stop"]);
    expect(whole.json).toMatchObject({ choices: [{ finish_reason: "stop" }] });
  },
  "tool-call-finish-null"({ stream, whole }) {
    expect(stream.finishes).toEqual([]);
    expect(joined(stream)).toBe('{"city":"Porto"}');
    expect(whole.json).toMatchObject({ choices: [{ finish_reason: null }] });
  },
  "tool-call-no-arguments"({ stream, whole }) {
    expect(fragments(stream)[0]?.function).toEqual({ name: "now" });
    expect(whole.json).toMatchObject(called([{ function: { name: "now", arguments: "" } }]));
  },
  "tool-call-cut"({ stream }) {
    expect(stream.finishes).toEqual([]);
    expect(joined(stream)).toBe('{"city":');
  },
});
