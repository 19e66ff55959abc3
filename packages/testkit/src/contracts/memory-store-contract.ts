import assert from "node:assert/strict";
import type {
  ConversationExport,
  ConversationStore,
  Ledger,
  MemoryStore,
  MessageTerms,
  StoredSummary,
} from "@colloquy/core";
import {
  fixtureIds,
  FIXTURE_START,
  fixtureTime,
  turnEnd,
  turnStart,
} from "../store/conversation-fixtures.ts";
import type { ContractCase } from "./contract-case.ts";
import { refuses } from "./conversation-store/subject.ts";

/** Opens an empty store whose clock is `now` (epoch milliseconds). Closing it is the opener's affair. */
export type OpenMemory = (options: {
  now: () => number;
}) => Promise<{ conversations: ConversationStore; memory: MemoryStore; ledger: Ledger }>;

export type MemoryStoreCase = ContractCase<OpenMemory>;

const termsOf = (...stems: readonly (string | number)[]): MessageTerms => ({
  version: 1,
  stems,
  concepts: ["place"],
  dates: ["2026-05-08"],
});

/** A store with one whole turn, its clock, and a turn that could follow. */
async function opened(open: OpenMemory) {
  const clock = { at: FIXTURE_START };
  const { conversations, memory, ledger } = await open({ now: () => clock.at });
  const newId = fixtureIds();
  const id = newId();
  const turn = turnStart({ conversation_id: id, text: "Hi", newId });
  await conversations.begin(turn);
  await conversations.finish(turn.assistant.id, turnEnd(turn, "Hello"));
  const question = turn.user?.id ?? "";
  const answer = turn.assistant.id;
  const next = turnStart({ conversation_id: id, parent_id: answer, text: "More", at: 9, newId });
  return { conversations, memory, ledger, clock, newId, id, question, answer, next };
}

function summaryOf(
  id: string,
  { conversation_id, from, to }: { conversation_id: string; from: string; to: string },
): StoredSummary {
  return {
    id,
    text: `They said hello (${id}).`,
    conversation_id,
    covers_from_id: from,
    covers_to_id: to,
    extends_id: null,
    model: "x/y",
    usage: { prompt_tokens: 3 },
    cost_usd: null,
    created_at: fixtureTime(),
    retired_at: null,
  };
}

/** What every `MemoryStore` must do. Each case opens a store of its own. */
export const memoryStoreContract: readonly MemoryStoreCase[] = [
  {
    name: "a message has one mark or none; the same mark again changes nothing",
    run: async (open) => {
      const { memory, clock, newId, id, question, answer } = await opened(open);
      assert.deepEqual(await memory.marks(id), []);
      await memory.setMark(id, question, "pinned");
      clock.at += 1_000;
      await memory.setMark(id, question, "pinned");
      await memory.setMark(id, answer, "excluded");
      const pinned = { message_id: question, mark: "pinned", created_at: fixtureTime() };
      const excluded = { message_id: answer, mark: "excluded", created_at: fixtureTime(1_000) };
      assert.deepEqual(await memory.marks(id), [pinned, excluded]);
      await memory.setMark(id, question, "excluded");
      assert.deepEqual(
        (await memory.marks(id)).map(({ mark }) => mark),
        ["excluded", "excluded"],
      );
      await memory.setMark(id, answer, null);
      await memory.setMark(id, answer, null);
      assert.equal((await memory.marks(id)).length, 1);
      await refuses("not_found", () => memory.setMark(id, newId(), "pinned"));
      await refuses("not_found", () => memory.setMark(newId(), question, "pinned"));
    },
  },
  {
    name: "summaries are kept in order, never altered, retired and brought back",
    run: async (open) => {
      const { memory, newId, id, question, answer } = await opened(open);
      const covers = { conversation_id: id, from: question, to: answer };
      const first = summaryOf("s1", covers);
      const second = { ...summaryOf("s0", covers), extends_id: "s1", model: null };
      await memory.keepSummary(first);
      await memory.keepSummary(second);
      await memory.keepSummary(first);
      assert.deepEqual(await memory.summaries(id), [first, second]);
      await refuses("exists", () => memory.keepSummary({ ...first, text: "Other." }));
      await memory.retireSummaries(["s0"], fixtureTime(5));
      const retired = { ...second, retired_at: fixtureTime(5) };
      assert.deepEqual(await memory.summaries(id), [first, retired]);
      await memory.keepSummary(second);
      assert.deepEqual(await memory.summaries(id), [first, retired]);
      await memory.retireSummaries(["s0", "s1"], null);
      assert.deepEqual(await memory.summaries(id), [first, second]);
      await memory.retireSummaries([], null);
      await refuses("not_found", () => memory.retireSummaries(["s0", "s9"], null));
      const stray = summaryOf("s2", { ...covers, to: newId() });
      await refuses("invalid", () => memory.keepSummary(stray));
      assert.deepEqual(await memory.summaries(newId()), []);
    },
  },
  {
    name: "a summary that a model wrote is in the ledger once; one by a person is not",
    run: async (open) => {
      const { memory, ledger, id, question, answer } = await opened(open);
      const covers = { conversation_id: id, from: question, to: answer };
      const summary = { ...summaryOf("s1", covers), model: "z/writer", cost_usd: 0.25 };
      await memory.keepSummary(summary);
      await memory.keepSummary(summary);
      await memory.keepSummary({ ...summaryOf("s2", covers), model: null });
      const rows = (await ledger.sum("model")).filter(({ key }) => key === "z/writer");
      assert.deepEqual(
        rows.map(({ calls, prompt_tokens, cost_usd }) => [calls, prompt_tokens, cost_usd]),
        [[1, 3, 0.25]],
      );
      assert.equal((await ledger.sum("conversation"))[0]?.calls, 2);
    },
  },
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
      assert.deepEqual(await memory.messageTerms(id, 1), terms);
      assert.deepEqual(await memory.messageTerms(id, 2), new Map());
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
      assert.deepEqual([...(await memory.messageTerms(id, 1)).keys()], [asked]);
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
        (await memory.messageTerms(home, 1)).size,
      ];
      assert.deepEqual(await sizes(id), [0, 0, 0, 0]);
      assert.deepEqual(await sizes(other.conversation.id), [1, 1, 1, 1]);
    },
  },
  {
    name: "an export carries marks and summaries; taken in twice they are there once, and a mark of one's own stays",
    run: async (open) => {
      const { conversations, memory, clock, id, question, answer } = await opened(open);
      assert.deepEqual(Object.keys(await conversations.export(id)), ["conversation", "messages"]);
      await memory.setMark(id, question, "pinned");
      clock.at += 5;
      await memory.setMark(id, answer, "excluded");
      const summary = summaryOf("s", { conversation_id: id, from: question, to: answer });
      await memory.keepSummary({ ...summary, retired_at: fixtureTime(3) });
      const text = JSON.stringify(await conversations.export(id));
      const empty = await open({ now: () => clock.at });
      for (const messages of [2, 0]) {
        const data = JSON.parse(text) as ConversationExport;
        const result = await empty.conversations.import(data);
        assert.deepEqual([result.messages, result.conflicts], [messages, []]);
        assert.equal(JSON.stringify(await empty.conversations.export(id)), text);
      }
      await empty.memory.setMark(id, question, "excluded");
      const data = JSON.parse(text) as ConversationExport;
      const altered = { ...data, summaries: [{ ...summary, text: "Altered." }] };
      assert.deepEqual((await empty.conversations.import(altered)).conflicts, ["s"]);
      assert.equal((await empty.memory.marks(id))[0]?.mark, "excluded");
      assert.equal((await empty.memory.summaries(id))[0]?.text, summary.text);
    },
  },
  {
    name: "what was learnt of a model replaces what was known; of another nothing is known",
    run: async (open) => {
      const { memory } = await opened(open);
      const lessons = { correction: { tokenizer: "t", ratios: [1, 1.5] }, windows: [8_192] };
      assert.deepEqual(await memory.lessons("x/y"), { correction: null, windows: [] });
      await memory.keepLessons("x/y", { correction: null, windows: [1] });
      await memory.keepLessons("x/y", lessons);
      assert.deepEqual(await memory.lessons("x/y"), lessons);
      assert.deepEqual(await memory.lessons("x/z"), { correction: null, windows: [] });
    },
  },
];
