import { describe, expect, test } from "vitest";
import { record } from "../testing/plan-fixtures.ts";
import { RecallIndex } from "./recall-index.ts";
import { recall } from "./recall.ts";

describe("recall", () => {
  test("names a word as it was said, also one that only the exchange before said", () => {
    const index = new RecallIndex();
    index.follow([
      record({ role: "user", content: "I keep two violins in the attic." }),
      record({ role: "assistant", content: "Noted." }),
      record({ role: "user", content: "My boat is called Heron." }),
      record({ role: "assistant", content: "A fine name." }),
    ]);
    const found = recall({
      index,
      question: { text: "And the other one?", asked: null, before: "Where are my violins?" },
      cost: () => 10,
      groupOf: () => "",
      groupCost: 0,
      allowed: () => true,
      room: 100,
    });
    expect(found.find(({ position }) => position === 0)?.reason).toBe("mentions “violins”");
  });
});
