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

/** Lists, lookups, heads and titles. */
export const readingCases: readonly StoreCase[] = [
  {
    name: "what is not there is undefined or empty; a path or a change of it is refused",
    async run(open) {
      const { conversations } = await open({ now });
      assert.equal(await conversations.conversation("nothing"), undefined);
      assert.equal(await conversations.message("nothing"), undefined);
      assert.deepEqual(await conversations.messages("nothing"), []);
      assert.deepEqual(await conversations.list(), []);
      assert.deepEqual(await conversations.find("nothing"), []);
      assert.deepEqual(await conversations.findMessages("nothing"), []);
      await refuses("not_found", () => conversations.path("nothing"));
      await refuses("not_found", () => conversations.rename("nothing", "Title"));
      await refuses("not_found", () => conversations.setHead("nothing", null));
      await refuses("not_found", () => conversations.delete("nothing"));
    },
  },
  {
    name: "list is newest first, with a limit and a time before",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const starts = [0, 1, 2].map((hour) =>
        turnStart({ conversation_id: newId(), text: `at ${hour}`, at: hour * 3_600_000, newId }),
      );
      for (const start of starts) await conversations.begin(start);
      const ids = starts.map((start) => start.conversation.id);
      const listed = async (options?: Parameters<typeof conversations.list>[0]) =>
        (await conversations.list(options)).map(({ id }) => id);
      assert.deepEqual(await listed(), ids.toReversed());
      assert.deepEqual(await listed({ limit: 2 }), ids.toReversed().slice(0, 2));
      assert.deepEqual(await listed({ limit: 0 }), []);
      assert.deepEqual(await listed({ before: fixtureTime(7_200_000) }), [ids[1], ids[0]]);
      const first = starts[0];
      assert.ok(first);
      const next = turnStart({
        conversation_id: first.conversation.id,
        parent_id: first.assistant.id,
        text: "again",
        at: 10_000_000,
        newId,
      });
      await conversations.begin(next);
      assert.deepEqual(await listed({ limit: 1 }), [first.conversation.id]);
    },
  },
  {
    name: "find knows ids by their beginning and titles as they are, wild cards as themselves",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const plain = turnStart({ conversation_id: newId(), text: "a", title: "50% off_", newId });
      const other = turnStart({
        conversation_id: newId(),
        text: "b",
        title: "50x off_",
        at: 1,
        newId,
      });
      await conversations.begin(plain);
      await conversations.begin(other);
      const found = async (text: string) => (await conversations.find(text)).map(({ id }) => id);
      assert.deepEqual(await found("50% off_"), [plain.conversation.id]);
      assert.deepEqual(await found(plain.conversation.id), [plain.conversation.id]);
      assert.deepEqual(await found("019"), [other.conversation.id, plain.conversation.id]);
      assert.deepEqual(await found("%"), []);
      assert.deepEqual(await found(""), []);
      const messages = await conversations.findMessages(plain.assistant.id.slice(0, -1));
      assert.ok(messages.some(({ id }) => id === plain.assistant.id));
      assert.deepEqual(await conversations.findMessages(plain.assistant.id), [plain.assistant]);
      assert.deepEqual(await conversations.findMessages("0_9"), []);
    },
  },
  {
    name: "branch moves the head; the path follows it; the next turn moves it again",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const first = turnStart({ conversation_id: newId(), text: "Hi", newId });
      const conversation_id = first.conversation.id;
      await conversations.begin(first);
      const parent_id = first.assistant.id;
      const next = turnStart({ conversation_id, parent_id, text: "on", at: 5, newId });
      await conversations.begin(next);
      await conversations.setHead(conversation_id, parent_id);
      assert.equal((await conversations.path(conversation_id)).length, 2);
      assert.equal((await conversations.path(conversation_id, next.assistant.id)).length, 4);
      await conversations.setHead(conversation_id, null);
      assert.deepEqual(await conversations.path(conversation_id), []);
      const elsewhere = turnStart({ conversation_id: newId(), text: "x", newId });
      await conversations.begin(elsewhere);
      await refuses("not_found", () =>
        conversations.setHead(conversation_id, elsewhere.assistant.id),
      );
      await refuses("not_found", () => conversations.path(conversation_id, elsewhere.assistant.id));
      const restart = turnStart({ conversation_id, text: "new root", at: 9, newId });
      await conversations.begin(restart);
      assert.equal((await conversations.path(conversation_id)).length, 2);
    },
  },
  {
    name: "a title is given, changed and taken away",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", newId });
      const { id } = start.conversation;
      await conversations.begin(start);
      for (const title of ["First", "Second", null]) {
        await conversations.rename(id, title);
        assert.equal((await conversations.conversation(id))?.title, title);
      }
    },
  },
  {
    name: "messages are oldest first, parents before children whatever their clocks say",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const late = turnStart({ conversation_id: newId(), text: "late clock", at: 9_000, newId });
      await conversations.begin(late);
      const early = turnStart({
        conversation_id: late.conversation.id,
        parent_id: late.assistant.id,
        text: "early clock",
        at: 1_000,
        newId,
      });
      await conversations.begin(early);
      await conversations.finish(early.assistant.id, turnEnd(early, "done"));
      const ids = (await conversations.messages(late.conversation.id)).map(({ id }) => id);
      assert.deepEqual(ids, [late.user?.id, late.assistant.id, early.user?.id, early.assistant.id]);
    },
  },
];
