import assert from "node:assert/strict";
import type { ConversationExport } from "@colloquy/core";
import { fixtureTime } from "../../store/conversation-fixtures.ts";
import { refuses } from "../conversation-store/subject.ts";
import { opened, summaryOf, type MemoryStoreCase } from "./subject.ts";

/** What a person marked, what was summed up. */
export const markAndSummaryCases: readonly MemoryStoreCase[] = [
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
];
