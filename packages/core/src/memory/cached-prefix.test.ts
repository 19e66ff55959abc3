import { describe, expect, test } from "vitest";
import { cachedPrefix } from "./cached-prefix.ts";
import type { RecalledBlock } from "./context-plan.ts";
import { chat, input, record, send } from "./testing/plan-fixtures.ts";

const path = chat(2);
const question = record({ role: "user", content: "and the third?" });
const { plan } = send(input(path, { message: question }));
const next = [
  ...path,
  question,
  record({ role: "assistant", content: "it is blue" }),
  record({ role: "user", content: "thanks, and the fourth?" }),
];

/** What the next prompt shares with the one that asked the question; message i counts 10^i tokens. */
function cached(before: readonly RecalledBlock[], now: readonly RecalledBlock[]): number {
  const shape = {
    head_sha256: plan.head_sha256,
    headTokens: 5,
    trail: 2,
    positions: next.map((_, position) => position),
    blocks: now,
    tokensAt: (position: number) => 10 ** position,
  };
  return cachedPrefix(shape, { ...plan, recalled: before }, next);
}

const block = (source: number): RecalledBlock => ({
  at_id: question.id,
  sources: [source],
  tokens: 700,
});

describe("cachedPrefix", () => {
  test("is the head, the messages sent before, and what opens the answer, not the answer", () => {
    expect(cached([], [])).toBe(5 + 11_111 + 2);
  });

  test("goes on over a block that stays", () => {
    expect(cached([block(0)], [block(0)])).toBe(5 + 11_111 + 700 + 2);
  });

  test("ends in the message behind which a block changed, came or went", () => {
    expect(cached([block(0)], [block(1)])).toBe(5 + 11_111);
    expect(cached([block(0)], [])).toBe(5 + 11_111);
    expect(cached([], [block(0)])).toBe(5 + 11_111);
  });
});
