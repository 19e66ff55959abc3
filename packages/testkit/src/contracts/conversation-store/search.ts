import assert from "node:assert/strict";
import type { ConversationStore, MessageRecord, TurnStart } from "@colloquy/core";
import fc from "fast-check";
import {
  fixtureIds,
  FIXTURE_START,
  fixtureTime,
  turnEnd,
  turnStart,
} from "../../store/conversation-fixtures.ts";
import type { StoreCase } from "./subject.ts";

const now = () => FIXTURE_START;

async function keepTurn(
  store: ConversationStore,
  start: TurnStart,
  message: MessageRecord["message"],
): Promise<void> {
  await store.begin(start);
  await store.finish(start.assistant.id, turnEnd(start, "", { message }));
}

async function hits(store: ConversationStore, query: string): Promise<string[]> {
  return (await store.search(query)).map(({ message_id }) => message_id).toSorted();
}

/** Search over everything said. */
export const searchCases: readonly StoreCase[] = [
  {
    name: "search finds words inside texts that set no spaces, beside others, and in one conversation",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const said = async (conversation_id: string, text: string): Promise<string> => {
        const start = turnStart({ conversation_id, text, newId });
        await keepTurn(conversations, start, { role: "assistant", content: "OK." });
        return start.user?.id ?? "";
      };
      const [one, other] = [newId(), newId()];
      const tokyo = await said(one, "明日は東京で Anna に会います。");
      const osaka = await said(other, "大阪と東京のどちらが好き？");
      assert.deepEqual(await hits(conversations, "東京"), [tokyo, osaka].toSorted());
      assert.deepEqual(await hits(conversations, "東京 anna"), [tokyo]);
      assert.deepEqual(await hits(conversations, "東京 大阪"), [osaka]);
      assert.deepEqual(await hits(conversations, "京都"), []);
      const inside = await conversations.search("東京", { conversationId: other });
      assert.deepEqual(
        inside.map(({ message_id }) => message_id),
        [osaka],
      );
      assert.match(inside[0]?.snippet ?? "", /大阪と\u0001東京\u0002の/);
    },
  },
  {
    name: "search finds what was said by anyone: question, answer, reasoning, refusal, tools, system, title",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({
        conversation_id: newId(),
        text: "Where do puffins breed?",
        system: "Answer like an ornithologist.",
        title: "Seabird colonies",
        newId,
      });
      await keepTurn(conversations, start, {
        role: "assistant",
        content: "On cliffs.",
        reasoning: "The question is about burrows.",
        refusal: "partially declined",
        tool_calls: [
          {
            id: "c1",
            type: "function",
            function: { name: "atlas", arguments: '{"q":"Shetland"}' },
          },
        ],
      });
      const question = start.user?.id ?? "";
      const answer = start.assistant.id;
      const expected: [string, string, string][] = [
        ["puffins", question, "user"],
        ["cliffs", answer, "assistant"],
        ["burrows", answer, "assistant"],
        ["declined", answer, "assistant"],
        ["shetland", answer, "assistant"],
        ["atlas", answer, "assistant"],
        ["ornithologist", answer, "system"],
        ["colonies", question, "user"],
      ];
      for (const [query, id, role] of expected) {
        const [hit, ...more] = await conversations.search(query);
        assert.deepEqual(more, [], query);
        assert.equal(hit?.message_id, id, query);
        assert.equal(hit.role, role, query);
        assert.equal(hit.conversation_id, start.conversation.id);
        assert.equal(hit.conversation_title, "Seabird colonies");
        assert.equal(hit.created_at, fixtureTime());
        assert.match(hit.snippet.toLowerCase(), new RegExp(`\u0001${query}\u0002`));
      }
    },
  },
  {
    name: "all words must be there; quotes hold words together; the last may be begun; case and accents do not matter",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const conversation_id = newId();
      const ask = async (text: string) => {
        const start = turnStart({ conversation_id, text, newId });
        await keepTurn(conversations, start, { role: "assistant", content: "." });
        return start.user?.id ?? "";
      };
      const green = await ask("The green tea of Kyōto");
      const tea = await ask("Tea, green or black? Don't mind.");
      assert.deepEqual(await hits(conversations, "green tea"), [green, tea].toSorted());
      assert.deepEqual(await hits(conversations, '"green tea"'), [green]);
      assert.deepEqual(await hits(conversations, "tea kyoto"), [green]);
      assert.deepEqual(await hits(conversations, "TEA KYŌT"), [green]);
      assert.deepEqual(await hits(conversations, "tea kyot "), []);
      assert.deepEqual(await hits(conversations, "kyot tea"), []);
      assert.deepEqual(await hits(conversations, "don't"), [tea]);
      assert.deepEqual(await hits(conversations, "tea AND black"), []);
      assert.deepEqual(await hits(conversations, "green juice"), []);
      for (const empty of ["", "   ", '"', '""', "-", "* ^ : ( ) -- NEAR(", "👋"])
        if (!/[a-z]/i.test(empty)) assert.deepEqual(await hits(conversations, empty), [], empty);
      const [hit] = await conversations.search('"green tea"');
      assert.match(hit?.snippet ?? "", /\u0001green.tea\u0002|\u0001green\u0002 \u0001tea\u0002/);
    },
  },
  {
    name: "search keeps to its limit and to one conversation, and never fails, whatever was typed or said",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const homes = [newId(), newId()];
      for (let index = 0; index < 30; index++) {
        const start = turnStart({
          conversation_id: homes[index % 2] ?? "",
          text: `lighthouse number ${index}`,
          at: index,
          newId,
        });
        await keepTurn(conversations, start, { role: "assistant", content: "noted" });
      }
      assert.equal((await conversations.search("lighthouse")).length, 20);
      assert.equal((await conversations.search("lighthouse", { limit: 3 })).length, 3);
      assert.equal((await conversations.search("lighthouse", { limit: 100 })).length, 30);
      const within = await conversations.search("lighthouse", {
        limit: 100,
        conversationId: homes[0] ?? "",
      });
      assert.equal(within.length, 15);
      assert.ok(within.every(({ conversation_id }) => conversation_id === homes[0]));
      const text = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc
          .array(
            fc.constantFrom(
              '"',
              "*",
              "AND",
              "OR",
              "NOT",
              "NEAR",
              "(",
              ")",
              "-",
              ":",
              "^",
              "{",
              "said",
              "'",
              "\0",
              "é",
              "한국",
              "हिन्दी",
            ),
            { maxLength: 40 },
          )
          .map((parts) => parts.join(" ")),
      );
      for (const [index, said] of fc.sample(text, { numRuns: 40, seed: 1 }).entries()) {
        const start = turnStart({ conversation_id: newId(), text: said, at: index, newId });
        await keepTurn(conversations, start, { role: "assistant", content: said });
      }
      await fc.assert(
        fc.asyncProperty(text, async (query) => {
          const found = await conversations.search(query);
          if (query.trim() === "") assert.deepEqual(found, []);
        }),
      );
    },
  },
  {
    name: "an answer being written is found once it has ended or its writer is gone",
    async run(open) {
      let clock = FIXTURE_START;
      const { conversations } = await open({ now: () => clock });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Tell me", newId });
      const { id } = start.assistant;
      await conversations.begin(start);
      const grow = (content: string, at: number) =>
        conversations.grow(id, {
          message: { role: "assistant", content },
          heartbeat_at: fixtureTime(at),
        });
      await grow("a marmot", 1_000);
      clock += 2_000;
      assert.deepEqual(await hits(conversations, "marmot"), []);
      clock += 10_000;
      assert.deepEqual(await hits(conversations, "marmot"), [id]);
      await grow("a badger", 12_000);
      assert.deepEqual(await hits(conversations, "marmot"), []);
      await conversations.finish(id, turnEnd(start, "a badger and an otter"));
      assert.deepEqual(await hits(conversations, "badger otter"), [id]);
      assert.deepEqual(await hits(conversations, "marmot"), []);
    },
  },
  {
    name: "search follows a change of title and forgets what was deleted",
    async run(open) {
      const { conversations } = await open({ now });
      const newId = fixtureIds();
      const start = turnStart({ conversation_id: newId(), text: "Hi", title: "Walrus", newId });
      await keepTurn(conversations, start, { role: "assistant", content: "A narwhal." });
      await conversations.rename(start.conversation.id, "Beluga");
      assert.deepEqual(await hits(conversations, "walrus"), []);
      assert.deepEqual(await hits(conversations, "beluga"), [start.user?.id]);
      await conversations.delete(start.conversation.id);
      for (const query of ["beluga", "narwhal", "hi"])
        assert.deepEqual(await hits(conversations, query), []);
    },
  },
];
