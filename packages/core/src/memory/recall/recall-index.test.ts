import fc from "fast-check";
import { expect, test } from "vitest";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { similarMessages } from "./recall.ts";
import { RecallIndex } from "./recall-index.ts";

function message(id: string, content: string, name?: string): MessageRecord {
  return {
    id,
    conversation_id: "c",
    parent_id: null,
    created_at: "2026-05-01T10:00:00.000Z",
    message: { role: "user", content, ...(name ? { name } : {}) },
    state: "complete",
    answer: null,
  };
}

function found(index: RecallIndex, text: string): string[] {
  return similarMessages(index, text, { limit: 3 }).map(
    ({ position }) => index.messages[position]?.id ?? "",
  );
}

const trunk = [message("1", "The lamp is in the hall."), message("2", "We painted the fence.")];

test("finds by stem, by irregular form and by kind", () => {
  const index = new RecallIndex();
  index.follow([
    ...trunk,
    message("3", "I bought two violins in Cremona."),
    message("4", "It rained all day."),
  ]);
  expect(found(index, "Where did I buy the violin?")[0]).toBe("3");
  expect(found(index, "Which instruments do I own?")[0]).toBe("3");
});

test.each([
  ["\u6211\u7684\u732b\u53eb\u96ea\u7403\u3002", "\u732b\u53eb\u4ec0\u4e48\uff1f"],
  [
    "\u8a95\u751f\u65e5\u306f\u4e94\u6708\u3067\u3059\u3002",
    "\u8a95\u751f\u65e5\u306f\u3044\u3064\uff1f",
  ],
  ["\ub0b4 \uc774\ub984\uc740 \ubbfc\uc9c0\uc608\uc694.", "\uc774\ub984\uc774 \ubb50\uc608\uc694?"],
])("finds where no space parts the words: %s", (said, asked) => {
  const index = new RecallIndex();
  index.follow([...trunk, message("3", said), message("4", "\u4eca\u5929\u5f88\u70ed\u3002")]);
  expect(found(index, asked)[0]).toBe("3");
});

test("finds what a mistyped word means when nothing has the word as it stands", () => {
  const index = new RecallIndex();
  index.follow([...trunk, message("3", "The suitcase opens with 4417.")]);
  expect(found(index, "Which number opens the sutcase?")[0]).toBe("3");
  expect(found(index, "sutcase?")[0]).toBe("3");
});

test("a sibling branch leaves no trace", () => {
  const index = new RecallIndex();
  index.follow([...trunk, message("3a", "The secret word is albatross.")]);
  index.follow([...trunk, message("3b", "The garden gate is green.")]);
  expect(found(index, "What is the secret word, albatross?")).not.toContain("3a");
  expect(index.messages.map(({ id }) => id)).toEqual(["1", "2", "3b"]);
});

test("a path reached over any other path is indexed as if it were the first", () => {
  const words = fc.constantFrom("lamp", "fence", "violin", "yesterday", "garden", "8 May 2024");
  const paths = fc.array(fc.array(words, { minLength: 1, maxLength: 6 }), { maxLength: 8 });
  fc.assert(
    fc.property(paths, paths, fc.nat(8), (one, other, shared) => {
      const first = one.map((text, i) => message(`a${i}`, text.join(" "), i % 2 ? "Ada" : "Bo"));
      const rest = other.map((text, i) => message(`b${i}`, text.join(" ")));
      const second = [...first.slice(0, shared), ...rest];
      const travelled = new RecallIndex();
      travelled.follow(first);
      travelled.follow(second);
      const direct = new RecallIndex();
      direct.follow(second);
      for (const text of ["lamp in the garden", "What did Ada say on 8 May?", "violin"]) {
        expect(similarMessages(travelled, text, { limit: 9 })).toEqual(
          similarMessages(direct, text, { limit: 9 }),
        );
      }
    }),
  );
});

test("terms are made once, survive JSON and are made again for another version", () => {
  const index = new RecallIndex();
  index.follow(trunk);
  const kept = [...index.takeFresh()];
  expect(kept.map(([id]) => id)).toEqual(["1", "2"]);
  expect(index.takeFresh().size).toBe(0);
  const again = new RecallIndex(JSON.parse(JSON.stringify(kept)));
  again.follow(trunk);
  expect(again.takeFresh().size).toBe(0);
  const old = new RecallIndex(
    kept.map(([id, terms]) => [id, JSON.parse(JSON.stringify({ ...terms, version: 0 }))]),
  );
  old.follow(trunk);
  expect(old.takeFresh().size).toBe(2);
});
