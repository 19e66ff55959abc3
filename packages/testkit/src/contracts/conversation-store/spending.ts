import assert from "node:assert/strict";
import {
  fixtureIds,
  FIXTURE_START,
  turnEnd,
  turnStart,
} from "../../store/conversation-fixtures.ts";
import type { StoreCase } from "./subject.ts";

const now = () => FIXTURE_START;
const day = 86_400_000;

/** The ledger over the same store. */
export const spendingCases: readonly StoreCase[] = [
  {
    name: "every call is summed once by day, model and conversation, whatever became of it",
    async run(open) {
      const { conversations, ledger } = await open({ now });
      const newId = fixtureIds();
      const a = turnStart({ conversation_id: newId(), text: "1", model: "x/one", newId });
      const b = turnStart({ conversation_id: newId(), text: "2", model: "y/two", at: day, newId });
      const c = turnStart({
        conversation_id: newId(),
        text: "3",
        model: "x/one",
        at: 2 * day,
        newId,
      });
      for (const start of [a, b, c]) await conversations.begin(start);
      await conversations.finish(a.assistant.id, turnEnd(a, "one"));
      await conversations.finish(
        b.assistant.id,
        turnEnd(b, "two", { state: "interrupted", cost_usd: 1 }),
      );
      const priced = {
        calls: 1,
        prompt_tokens: 346,
        cached_tokens: 40,
        completion_tokens: 18,
        reasoning_tokens: 5,
        unpriced_calls: 0,
      };
      const unknown = {
        calls: 1,
        prompt_tokens: 0,
        cached_tokens: 0,
        completion_tokens: 0,
        reasoning_tokens: 0,
        cost_usd: 0,
        unpriced_calls: 1,
      };
      assert.deepEqual(await ledger.sum("day"), [
        { key: "2026-05-08", ...priced, cost_usd: 0.0025 },
        { key: "2026-05-09", ...priced, cost_usd: 1 },
        { key: "2026-05-10", ...unknown },
      ]);
      assert.deepEqual(await ledger.sum("model"), [
        { key: "y/two", ...priced, cost_usd: 1 },
        { key: "x/one", ...priced, calls: 2, cost_usd: 0.0025, unpriced_calls: 1 },
      ]);
      const keys = async (options: { since?: string; until?: string }) =>
        (await ledger.sum("day", options)).map(({ key }) => key);
      assert.deepEqual(await keys({ since: "2026-05-09" }), ["2026-05-09", "2026-05-10"]);
      assert.deepEqual(await keys({ until: "2026-05-09" }), ["2026-05-08", "2026-05-09"]);
      assert.deepEqual(await keys({ since: "2026-05-09", until: "2026-05-09" }), ["2026-05-09"]);
      assert.deepEqual(await keys({ until: "2026-05-08T09:00:00.000Z" }), ["2026-05-08"]);
    },
  },
  {
    name: "a call without a record of its own is counted, once",
    async run(open) {
      const { conversations, ledger } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "1", newId });
      await conversations.begin(start);
      const conversation_id = start.conversation.id;
      const call = {
        message_id: newId(),
        conversation_id,
        model: "x/one",
        created_at: new Date(FIXTURE_START).toISOString(),
        usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
        cost_usd: 0.5,
      };
      const [before] = await ledger.sum("conversation");
      await ledger.add(call);
      await ledger.add(call);
      const [row] = await ledger.sum("conversation");
      assert.deepEqual(
        { ...row, calls: 0, unpriced_calls: 0 },
        {
          ...row,
          key: conversation_id,
          calls: 0,
          prompt_tokens: 7,
          completion_tokens: 2,
          cost_usd: 0.5,
          unpriced_calls: 0,
        },
      );
      assert.equal(row?.calls, (before?.calls ?? 0) + 1);
    },
  },
  {
    name: "deleting a conversation does not unspend it, importing it again does not spend it twice",
    async run(open) {
      const { conversations, ledger } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "1", newId });
      await conversations.begin(start);
      await conversations.finish(start.assistant.id, turnEnd(start, "one"));
      const conversation = await conversations.conversation(start.conversation.id);
      assert.ok(conversation);
      const messages = await conversations.messages(conversation.id);
      const rows = await ledger.sum("conversation");
      assert.deepEqual(
        rows.map(({ key, calls }) => ({ key, calls })),
        [{ key: conversation.id, calls: 1 }],
      );
      await conversations.delete(conversation.id);
      assert.deepEqual(
        (await ledger.sum("conversation")).map(({ key, calls }) => ({ key, calls })),
        [{ key: "", calls: 1 }],
      );
      await conversations.import({ conversation, messages });
      assert.deepEqual(await ledger.sum("conversation"), rows);
    },
  },
];
