import type { AnswerRecord, ChatMessage, MessageRecord } from "@colloquy/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeContent } from "./message-codec.ts";
import { storedMessage } from "./stored-message.ts";
import { packTokenIds, unpackTokenIds } from "./token-ids.ts";

/** JSON that survives itself: no undefined, no -0. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const extras = fc.dictionary(fc.stringMatching(/^x_\w{1,5}$/), json);
const tokenIds = fc.array(fc.oneof(fc.nat(200_000), fc.nat(2 ** 31 - 1)));
const message: fc.Arbitrary<ChatMessage> = fc
  .tuple(fc.string({ unit: "binary" }), extras, fc.option(tokenIds))
  .map(([content, more, ids]) => ({
    role: "assistant",
    content,
    ...(ids && { token_ids: ids }),
    ...more,
  }));

/** A choice that has the message with or without its ids, or one of its own. */
function choiceOf(
  said: ChatMessage,
  { shared, other, ids }: { shared: string; other: ChatMessage; ids: readonly number[] | null },
): { message: ChatMessage; token_ids?: readonly number[] } {
  const { token_ids, ...words } = said;
  if (shared === "words") return { ...(token_ids && { token_ids }), message: words };
  return { ...(ids && { token_ids: ids }), message: shared === "all" ? said : other };
}

const answer = (said: ChatMessage): fc.Arbitrary<AnswerRecord> =>
  fc
    .record({
      system: fc.option(fc.string()),
      other: message,
      shared: fc.constantFrom("all", "words", "nothing"),
      ids: fc.option(fc.oneof(tokenIds, fc.constant<readonly number[]>([-1, 2.5]))),
      choices: fc.nat(3),
      completed: fc.boolean(),
      preset: fc.constantFrom(undefined, null, "code"),
      plan: json,
      more: extras,
    })
    .map(({ system, other, shared, ids, choices, completed, preset, plan, more }) => ({
      model: "x/y",
      system,
      ...(preset !== undefined && { preset }),
      parameters: { temperature: 0 },
      plan,
      completion: completed
        ? {
            id: "c",
            object: "chat.completion" as const,
            created: 1,
            model: "x/y",
            choices: Array.from({ length: choices }, (_, index) => ({
              index,
              ...choiceOf(said, { shared, other, ids }),
              finish_reason: "stop",
            })),
            ...more,
          }
        : null,
      usage: null,
      cost_usd: null,
      timing: { started_at: "2026-05-08T09:00:00.000Z", first_token_ms: null, total_ms: 1 },
      error: null,
      heartbeat_at: "2026-05-08T09:00:00.000Z",
    }));

const record = message.chain((said) =>
  fc.option(answer(said)).map((given): MessageRecord => ({
    id: "m",
    conversation_id: "c",
    parent_id: null,
    created_at: "2026-05-08T09:00:00.000Z",
    message: said,
    state: "complete",
    answer: given,
  })),
);

function throughRow(given: MessageRecord): MessageRecord {
  const { id, conversation_id, parent_id, created_at } = given;
  const system = given.answer?.system ?? null;
  const row = { id, conversation_id, parent_id, created_at, ...encodeContent(given) };
  const columns = {
    ...row,
    packing: row.packing,
    heartbeat_at: row.heartbeat_at ?? null,
    answer: row.answer ?? null,
    token_ids: row.token_ids ?? null,
    system_id: system === null ? null : 7,
  };
  return storedMessage(columns, new Map(system === null ? [] : [[7, system]]));
}

describe("a record kept as a row", () => {
  it("comes back the same, to the order of its keys", () => {
    fc.assert(
      fc.property(record, (given) => {
        expect(JSON.stringify(throughRow(given))).toBe(JSON.stringify(given));
        expect(throughRow(given)).toEqual(given);
      }),
    );
  });

  it("holds the words and the token ids of an answer once", () => {
    const words: ChatMessage = { role: "assistant", content: "only here" };
    const token_ids = Array.from({ length: 9 }, (_, index) => 31_000 + index);
    fc.assert(
      fc.property(answer({ ...words, token_ids }), (given) => {
        const completion = {
          id: "c",
          object: "chat.completion" as const,
          created: 1,
          model: "x/y",
          choices: [{ index: 0, message: words, finish_reason: "stop", token_ids }],
        };
        const row = encodeContent({
          message: { ...words, token_ids },
          state: "complete",
          answer: { ...given, plan: null, completion },
        });
        expect(row.answer).not.toMatch(/only here|31005/);
        expect(row.message).not.toContain("31005");
        expect(row.token_ids).toHaveLength(27);
      }),
    );
  });

  it("can be copied and spread like any object", () => {
    fc.assert(
      fc.property(record, (given) => {
        const back = throughRow(given);
        expect({ ...back }).toEqual(given);
        expect(structuredClone(back)).toEqual(given);
        expect(Object.keys(back)).toEqual(Object.keys(given));
      }),
    );
  });
});

describe("token ids", () => {
  it("come back from their bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })), (ids) => {
        const bytes = packTokenIds(ids);
        if (!bytes) throw new Error("not packed");
        expect(unpackTokenIds(bytes)).toEqual(ids);
      }),
    );
  });

  it("of a usual vocabulary take at most three bytes each", () => {
    const bytes = packTokenIds(Array.from({ length: 1_000 }, (_, index) => index * 49));
    expect(bytes?.length).toBeLessThanOrEqual(3_000);
  });

  it.each([[undefined], ["text"], [[1, -1]], [[1.5]], [[2 ** 32]], [["1"]]])(
    "are left alone when they are none: %j",
    (value) => expect(packTokenIds(value)).toBeUndefined(),
  );
});
