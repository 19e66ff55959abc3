import assert from "node:assert/strict";
import type { ConversationExport, ConversationStore } from "@colloquy/core";
import {
  fixtureIds,
  FIXTURE_START,
  turnEnd,
  turnStart,
} from "../../store/conversation-fixtures.ts";
import { refuses, type OpenStore, type StoreCase } from "./subject.ts";

const now = () => FIXTURE_START;

/** A conversation with a branch, an interrupted answer and one that failed. */
async function branching(open: OpenStore): Promise<{
  conversations: ConversationStore;
  data: ConversationExport;
}> {
  const { conversations } = await open({ now });
  const newId = fixtureIds();
  const root = turnStart({
    conversation_id: newId(),
    text: "Hi",
    system: "Short.",
    title: "T",
    newId,
  });
  const conversation_id = root.conversation.id;
  await conversations.begin(root);
  await conversations.finish(root.assistant.id, turnEnd(root, "Hello"));
  const parent_id = root.assistant.id;
  const cut = turnStart({
    conversation_id,
    parent_id,
    text: "more",
    system: "Short.",
    at: 5,
    newId,
  });
  await conversations.begin(cut);
  const side = turnStart({
    conversation_id,
    parent_id,
    text: "else",
    system: "Long.",
    at: 6,
    newId,
  });
  await conversations.begin(side);
  const failed = turnEnd(side, "", {
    state: "failed",
    completion: null,
    usage: null,
    cost_usd: null,
  });
  await conversations.finish(side.assistant.id, failed);
  return { conversations, data: await conversations.export(conversation_id) };
}

/** The export with one message that is not what it should be, as a hand-written file may have it. */
function damaged(data: ConversationExport, part: object): ConversationExport {
  const text = JSON.stringify({
    ...data,
    messages: data.messages.map((message, index) =>
      index === 1 ? { ...message, ...part } : message,
    ),
  });
  return JSON.parse(text) as ConversationExport;
}

/** Export, import and erasing. */
export const keepingCases: readonly StoreCase[] = [
  {
    name: "export, import into an empty store, export: the same to the byte; again: nothing is added",
    async run(open) {
      const { data } = await branching(open);
      const { conversations } = await open({ now });
      const text = JSON.stringify(data);
      const parsed = JSON.parse(text) as ConversationExport;
      assert.deepEqual(await conversations.import(parsed), {
        conversations: 1,
        messages: 6,
        unchanged: 0,
        conflicts: [],
      });
      assert.equal(JSON.stringify(await conversations.export(data.conversation.id)), text);
      assert.deepEqual(await conversations.import(parsed), {
        conversations: 0,
        messages: 0,
        unchanged: 6,
        conflicts: [],
      });
      assert.equal(JSON.stringify(await conversations.export(data.conversation.id)), text);
      assert.equal((await conversations.search("hello")).length, 1);
    },
  },
  {
    name: "the same id with other content is refused with all that follows it; the rest is taken",
    async run(open) {
      const { conversations, data } = await branching(open);
      const before = await conversations.export(data.conversation.id);
      const [, answer, follow] = data.messages;
      assert.ok(answer && follow);
      const newId = fixtureIds(7);
      const extra = {
        ...follow,
        id: newId(),
        parent_id: follow.id,
        created_at: "2026-06-01T00:00:00.000Z",
      };
      const root = {
        ...follow,
        id: newId(),
        parent_id: null,
        created_at: "2026-06-02T00:00:00.000Z",
      };
      const changed = { ...follow, message: { ...follow.message, content: "altered" } };
      const result = await conversations.import({
        conversation: data.conversation,
        messages: [
          ...data.messages.map((message) => (message.id === follow.id ? changed : message)),
          extra,
          root,
        ],
      });
      assert.deepEqual(result, {
        conversations: 0,
        messages: 1,
        unchanged: 5,
        conflicts: [follow.id, extra.id],
      });
      const after = await conversations.export(data.conversation.id);
      assert.deepEqual(after.messages, [...before.messages, root]);
    },
  },
  {
    name: "a longer export of the same conversation adds its new turns and moves the head",
    async run(open) {
      const { data } = await branching(open);
      const { conversations } = await open({ now });
      const known = data.messages.slice(0, 2);
      const head_id = known[1]?.id ?? null;
      const updated_at = data.conversation.created_at;
      await conversations.import({
        conversation: { ...data.conversation, head_id, updated_at, title: "Mine" },
        messages: known,
      });
      const result = await conversations.import(data);
      assert.deepEqual(result, { conversations: 0, messages: 4, unchanged: 2, conflicts: [] });
      assert.deepEqual(await conversations.conversation(data.conversation.id), {
        ...data.conversation,
        title: "Mine",
      });
    },
  },
  {
    name: "what is no tree is refused and leaves nothing behind",
    async run(open) {
      const { data } = await branching(open);
      const { conversations } = await open({ now });
      const [first, second, ...rest] = data.messages;
      assert.ok(first && second);
      const { conversation } = data;
      const attempts: ConversationExport[] = [
        { conversation, messages: [second, ...rest] },
        { conversation, messages: [...data.messages, first] },
        { conversation, messages: [{ ...first, parent_id: second.id }, second, ...rest] },
        { conversation, messages: [{ ...first, conversation_id: "other" }, second, ...rest] },
        { conversation: { ...conversation, head_id: "nowhere" }, messages: data.messages },
        damaged(data, { answer: {} }),
        damaged(data, { message: {} }),
        damaged(data, { answer: { ...second.answer, completion: { id: "no choices" } } }),
      ];
      for (const attempt of attempts) {
        await refuses("invalid", () => conversations.import(attempt));
        assert.deepEqual(await conversations.list(), []);
        await refuses("not_found", () => conversations.export(conversation.id));
        assert.deepEqual(await conversations.messages(conversation.id), []);
      }
    },
  },
  {
    name: "delete erases one conversation, and it can be imported again",
    async run(open) {
      const { conversations, data } = await branching(open);
      const newId = fixtureIds(3);
      const other = turnStart({ conversation_id: newId(), text: "stays", newId });
      await conversations.begin(other);
      const { id } = data.conversation;
      await refuses("not_found", () => conversations.delete([id, "nothing"]));
      assert.deepEqual(await conversations.export(id), data);
      await conversations.delete([id]);
      assert.equal(await conversations.conversation(id), undefined);
      assert.deepEqual(await conversations.messages(id), []);
      assert.equal(await conversations.message(data.messages[0]?.id ?? ""), undefined);
      assert.equal((await conversations.messages(other.conversation.id)).length, 2);
      assert.equal((await conversations.import(data)).messages, 6);
      assert.deepEqual(await conversations.export(id), data);
    },
  },
];
