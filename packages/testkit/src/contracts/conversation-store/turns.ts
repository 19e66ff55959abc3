import assert from "node:assert/strict";
import {
  fixtureIds,
  FIXTURE_START,
  fixtureTime,
  turnEnd,
  turnStart,
} from "../../store/conversation-fixtures.ts";
import { refuses, type StoreCase } from "./subject.ts";

const now = () => FIXTURE_START;

/** Beginning, growing and finishing a turn. */
export const turnCases: readonly StoreCase[] = [
  {
    name: "begin keeps both rows as they were given and moves the head to the answer",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", title: "Greeting", newId });
      await conversations.begin(start);
      assert.deepEqual(await conversations.conversation(start.conversation.id), start.conversation);
      assert.deepEqual(await conversations.messages(start.conversation.id), [
        start.user,
        start.assistant,
      ]);
      assert.deepEqual(await conversations.message(start.assistant.id), start.assistant);
      assert.deepEqual(await conversations.path(start.conversation.id), [
        start.user,
        start.assistant,
      ]);
    },
  },
  {
    name: "finish replaces the answer, with all that the wire said, and nothing else",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", system: "Be brief.", newId });
      await conversations.begin(start);
      const message = {
        role: "assistant" as const,
        content: "Hello \u0000\u2028 wörld 👋 \ud800",
        refusal: null,
        reasoning: null,
        x_unknown: { kept: [1, null, ""] },
      };
      const end = turnEnd(start, "Hello", {
        message,
        preset: null,
        effective_parameters: { temperature: 0, top_p: 1 },
        plan: { policy: "full", runs: [] },
        transport: { stream: true },
      });
      await conversations.finish(start.assistant.id, end);
      const kept = await conversations.message(start.assistant.id);
      assert.deepEqual(kept, { ...start.assistant, ...end });
      assert.equal(JSON.stringify(kept?.answer), JSON.stringify(end.answer));
      assert.equal(JSON.stringify(kept?.message), JSON.stringify(end.message));
      assert.deepEqual(await conversations.message(start.user?.id ?? ""), start.user);
    },
  },
  {
    name: "an answer whose completion says something else than its message keeps both",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", newId });
      await conversations.begin(start);
      const end = {
        ...turnEnd(start, "from the wire"),
        message: { role: "assistant" as const, content: "joined" },
      };
      await conversations.finish(start.assistant.id, end);
      const kept = await conversations.message(start.assistant.id);
      assert.equal(kept?.message.content, "joined");
      assert.equal(kept?.answer?.completion?.choices[0]?.message.content, "from the wire");
    },
  },
  {
    name: "grow keeps a longer text and the heartbeat; a finished answer is never written again",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", newId });
      const { id } = start.assistant;
      await conversations.begin(start);
      const partial = {
        message: { role: "assistant" as const, content: "Once upon" },
        heartbeat_at: fixtureTime(1_000),
      };
      await conversations.grow(id, partial);
      const grown = await conversations.message(id);
      assert.equal(grown?.state, "interrupted");
      assert.deepEqual(grown?.message, partial.message);
      assert.equal(grown?.answer?.heartbeat_at, partial.heartbeat_at);
      await conversations.finish(id, turnEnd(start, "Once upon a time", { state: "failed" }));
      await refuses("finished", () => conversations.grow(id, partial));
      await refuses("finished", () => conversations.finish(id, turnEnd(start, "Other")));
      assert.equal((await conversations.message(id))?.message.content, "Once upon a time");
      await refuses("not_found", () => conversations.grow(newId(), partial));
      await refuses("finished", () => conversations.grow(start.user?.id ?? "", partial));
    },
  },
  {
    name: "begin is all or nothing, and refuses what breaks the tree",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const first = turnStart({ conversation_id: newId(), text: "Hi", newId });
      const elsewhere = turnStart({ conversation_id: newId(), text: "Other", newId });
      await conversations.begin(first);
      await conversations.begin(elsewhere);
      const before = await conversations.messages(first.conversation.id);
      const record = await conversations.conversation(first.conversation.id);
      const next = { conversation_id: first.conversation.id, text: "More", newId, at: 5 };
      const nowhere = turnStart({ ...next, parent_id: newId() });
      await refuses("invalid", () => conversations.begin(nowhere));
      const stranger = turnStart({ ...next, parent_id: elsewhere.assistant.id });
      await refuses("invalid", () => conversations.begin(stranger));
      const taken = turnStart({ ...next, parent_id: first.assistant.id });
      const twice = { ...taken, assistant: { ...taken.assistant, id: first.assistant.id } };
      await refuses("exists", () => conversations.begin(twice));
      const done = { ...taken, assistant: { ...taken.assistant, state: "complete" as const } };
      await refuses("invalid", () => conversations.begin(done));
      const loose = { ...taken, assistant: { ...taken.assistant, parent_id: first.assistant.id } };
      await refuses("invalid", () => conversations.begin(loose));
      assert.deepEqual(await conversations.messages(first.conversation.id), before);
      assert.deepEqual(await conversations.conversation(first.conversation.id), record);
      const orphanHome = turnStart({
        conversation_id: newId(),
        text: "x",
        parent_id: newId(),
        newId,
      });
      await refuses("invalid", () => conversations.begin(orphanHome));
      assert.equal(await conversations.conversation(orphanHome.conversation.id), undefined);
    },
  },
  {
    name: "two writers on one head make two branches, and the last one has the head",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const root = turnStart({ conversation_id: newId(), text: "Hi", newId });
      await conversations.begin(root);
      const conversation_id = root.conversation.id;
      const parent_id = root.assistant.id;
      const left = turnStart({ conversation_id, parent_id, text: "left", at: 10, newId });
      const right = turnStart({ conversation_id, parent_id, text: "right", at: 20, newId });
      await Promise.all([conversations.begin(left), conversations.begin(right)]);
      const ids = (await conversations.messages(conversation_id)).map(({ id }) => id);
      assert.equal(ids.length, 6);
      const head = (await conversations.conversation(conversation_id))?.head_id;
      assert.ok(head === left.assistant.id || head === right.assistant.id);
      for (const branch of [left, right]) {
        const path = await conversations.path(conversation_id, branch.assistant.id);
        assert.deepEqual(
          path.map(({ id }) => id),
          [root.user?.id, parent_id, branch.user?.id, branch.assistant.id],
        );
      }
    },
  },
  {
    name: "a retry answers the same question again, beside the first answer",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const first = turnStart({ conversation_id: newId(), text: "Hi", newId });
      await conversations.begin(first);
      const question = first.user?.id ?? "";
      const conversation_id = first.conversation.id;
      const again = turnStart({ conversation_id, parent_id: question, text: null, at: 9, newId });
      await conversations.begin(again);
      const path = await conversations.path(conversation_id);
      assert.deepEqual(
        path.map(({ id }) => id),
        [question, again.assistant.id],
      );
      assert.equal((await conversations.messages(conversation_id)).length, 3);
    },
  },
];
