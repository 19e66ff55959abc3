import {
  AbortedError,
  accumulate,
  ApiError,
  ConnectionError,
  InterruptedError,
  type ChatCompletionChunk,
  type ChatModel,
  type ChatRequest,
  type ColloquyError,
  type StoredState,
} from "@colloquy/core";
import { scriptedChunk } from "@colloquy/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begun, ending, turnWorld } from "./turn-world.ts";

type Piece =
  | { kind: "silent" | "content" | "reasoning" | "tool" | "usage" | "errorObject" | "choiceError" }
  | { kind: "finish"; reason: string };

const piece: fc.Arbitrary<Piece> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom({ kind: "silent" as const }, { kind: "usage" as const }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      { kind: "content" as const },
      { kind: "reasoning" as const },
      { kind: "tool" as const },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("stop", "length", "tool_calls", "content_filter", "error", "unheard_of")
      .map((reason) => ({ kind: "finish" as const, reason })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: "errorObject" as const }, { kind: "choiceError" as const }),
  },
);
const close = fc.constantFrom("end", "connection", "api", "abort");
const script = fc.record({ pieces: fc.array(piece, { maxLength: 6 }), close, whole: fc.boolean() });
type Script = { pieces: Piece[]; close: string; whole: boolean };

function chunkOf(each: Piece, request: ChatRequest): ChatCompletionChunk {
  const plain = scriptedChunk(request, { role: "assistant", content: "" });
  switch (each.kind) {
    case "silent":
      return plain;
    case "content":
      return scriptedChunk(request, { content: "a" });
    case "reasoning":
      return scriptedChunk(request, { reasoning: "r" });
    case "tool":
      return scriptedChunk(request, {
        tool_calls: [
          { index: 0, id: "1", type: "function", function: { name: "f", arguments: "{}" } },
        ],
      });
    case "usage":
      return { ...plain, choices: [], usage: { prompt_tokens: 1 } };
    case "finish":
      return scriptedChunk(request, {}, { finish_reason: each.reason });
    case "errorObject":
      return { ...plain, choices: [], error: { code: 502, message: "upstream went away" } };
    case "choiceError": {
      const choice = { index: 0, delta: {}, finish_reason: null, error: { code: "server_error" } };
      return { ...plain, choices: [choice] };
    }
  }
}

const causes: Readonly<Record<string, () => ColloquyError>> = {
  connection: () => new ConnectionError({ message: "reset" }),
  api: () => new ApiError({ message: "overloaded", status: 529 }),
  abort: () => new AbortedError(),
};

/** Plays a script as a model that keeps the port's contract on errors and nothing else. */
function modelOf({ pieces, close: how }: Script): ChatModel {
  return {
    async *stream(request) {
      const chunks = pieces.map((each) => chunkOf(each, request));
      for (const chunk of chunks) {
        await Promise.resolve();
        yield chunk;
      }
      const cause = causes[how]?.();
      if (!cause) return;
      throw chunks.length === 0
        ? cause
        : new InterruptedError({ message: cause.message }, accumulate(chunks), { cause });
    },
  };
}

/** The table of states, read off the script itself. */
function expected({ pieces, close: how, whole }: Script): StoredState {
  const kinds = pieces.map(({ kind }) => kind);
  const received = kinds.some(
    (kind) => kind === "content" || kind === "reasoning" || kind === "tool",
  );
  const broken = received ? "interrupted" : "failed";
  if (kinds.includes("errorObject") || kinds.includes("choiceError") || how === "api")
    return broken;
  const reasons = pieces.flatMap((each) => (each.kind === "finish" ? [each.reason] : []));
  const [reason] = reasons;
  if (reason === "error") return broken;
  if (reason !== undefined) return "complete";
  return whole && how === "end" && received ? "complete" : broken;
}

describe("the state a turn ends in", () => {
  it("is the table's, whatever chunks come and however they end", async () => {
    await fc.assert(
      fc.asyncProperty(script, async (drawn) => {
        const world = turnWorld(modelOf(drawn));
        const events = await world.say("?", { transport: { stream: !drawn.whole } });
        const end = ending(events);
        const row = await world.store.message(begun(events).message_id);
        expect(end.state).toBe(expected(drawn));
        expect(row?.state).toBe(end.state);
        expect(row?.answer?.error === null).toBe(end.state === "complete");
        expect(row?.answer?.timing.total_ms).not.toBeNull();
        const said = drawn.pieces.filter(({ kind }) => kind === "content").length;
        expect(row?.message.content ?? "").toBe("a".repeat(said));
        expect(JSON.parse(JSON.stringify(events))).toEqual(events);
        expect(world.ticks.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
