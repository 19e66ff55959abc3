import assert from "node:assert/strict";
import { TERMS_VERSION } from "@colloquy/core";
import { turnEnd, turnStart } from "../../store/conversation-fixtures.ts";
import { opened, summaryOf, termsOf, type MemoryStoreCase } from "./subject.ts";

/** What can be thrown away and made again, and what replies have taught. */
export const madeAgainCases: readonly MemoryStoreCase[] = [
  {
    name: "token counts are kept by message and tokenizer",
    run: async (open) => {
      const { memory, newId, id, question, answer } = await opened(open);
      await memory.keepTokenCounts(
        "o200k",
        new Map([
          [question, 3],
          [answer, 0],
          [newId(), 7],
        ]),
      );
      await memory.keepTokenCounts("estimate/1", new Map([[question, 4]]));
      await memory.keepTokenCounts("o200k", new Map([[question, 3]]));
      assert.deepEqual(
        await memory.tokenCounts(id, "o200k"),
        new Map([
          [question, 3],
          [answer, 0],
        ]),
      );
      assert.deepEqual(await memory.tokenCounts(id, "estimate/1"), new Map([[question, 4]]));
      assert.deepEqual(await memory.tokenCounts(id, "other"), new Map());
      assert.deepEqual(await memory.tokenCounts(newId(), "o200k"), new Map());
    },
  },
  {
    name: "terms are kept by message, and are those of one version only",
    run: async (open) => {
      const { memory, id, question, answer } = await opened(open);
      const terms = new Map([
        [question, termsOf("hi", 1)],
        [answer, termsOf("hello", 2, "world", 1)],
      ]);
      await memory.keepMessageTerms(terms);
      await memory.keepMessageTerms(terms);
      assert.deepEqual(await memory.messageTerms(id, TERMS_VERSION), terms);
      assert.deepEqual(await memory.messageTerms(id, TERMS_VERSION + 1), new Map());
    },
  },
  {
    name: "a turn brings what planning made anew; of an open answer nothing is kept",
    run: async (open) => {
      const { conversations, memory, id, question, next } = await opened(open);
      const asked = next.user?.id ?? "";
      const partial = next.assistant.id;
      const counts = new Map([
        [question, 2],
        [asked, 3],
        [partial, 1],
      ]);
      const terms = new Map([
        [asked, termsOf("more", 1)],
        [partial, termsOf("half", 1)],
      ]);
      await conversations.begin({ ...next, fresh: { terms, counts: { tokenizer: "t", counts } } });
      const ended = new Map([
        [question, 2],
        [asked, 3],
      ]);
      assert.deepEqual(await memory.tokenCounts(id, "t"), ended);
      assert.deepEqual([...(await memory.messageTerms(id, TERMS_VERSION)).keys()], [asked]);
      await conversations.finish(partial, turnEnd(next, "more and more"));
      await memory.keepTokenCounts("t", new Map([[partial, 9]]));
      assert.deepEqual(await memory.tokenCounts(id, "t"), new Map([...ended, [partial, 9]]));
    },
  },
  {
    name: "everything of a conversation goes when it is deleted, and of no other",
    run: async (open) => {
      const { conversations, memory, newId, id, question, answer } = await opened(open);
      const other = turnStart({ conversation_id: newId(), text: "Stay", newId });
      const stays = other.user?.id ?? "";
      await conversations.begin(other);
      for (const [home, message] of [
        [id, question],
        [other.conversation.id, stays],
      ] as const) {
        await memory.setMark(home, message, "pinned");
        const covers = { conversation_id: home, from: message, to: message };
        await memory.keepSummary(summaryOf(`of ${message}`, covers));
      }
      await memory.keepTokenCounts(
        "t",
        new Map([
          [question, 1],
          [answer, 1],
          [stays, 1],
        ]),
      );
      await memory.keepMessageTerms(
        new Map([
          [question, termsOf()],
          [stays, termsOf()],
        ]),
      );
      const conversation = await conversations.conversation(id);
      const messages = await conversations.messages(id);
      assert.ok(conversation);
      await conversations.delete(id);
      await conversations.import({ conversation, messages });
      const sizes = async (home: string) => [
        (await memory.marks(home)).length,
        (await memory.summaries(home)).length,
        (await memory.tokenCounts(home, "t")).size,
        (await memory.messageTerms(home, TERMS_VERSION)).size,
      ];
      assert.deepEqual(await sizes(id), [0, 0, 0, 0]);
      assert.deepEqual(await sizes(other.conversation.id), [1, 1, 1, 1]);
    },
  },
  {
    name: "what was learnt of a model replaces what was known; of another nothing is known",
    run: async (open) => {
      const { memory } = await opened(open);
      const lessons = { corrections: [{ tokenizer: "t", ratios: [1, 1.5] }], windows: [8_192] };
      assert.deepEqual(await memory.lessons("x/y"), { corrections: [], windows: [] });
      await memory.keepLessons("x/y", { corrections: [], windows: [1] });
      await memory.keepLessons("x/y", lessons);
      assert.deepEqual(await memory.lessons("x/y"), lessons);
      assert.deepEqual(await memory.lessons("x/z"), { corrections: [], windows: [] });
    },
  },
];
