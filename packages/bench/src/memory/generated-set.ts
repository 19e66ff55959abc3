import { randomFrom, shuffled, type Random } from "@colloquy/core";
import {
  FILLER,
  FILLER_TOPICS,
  KIND_FACTS,
  REPLY_SENTENCES,
  SINGLE_FACTS,
  SMALL_TALK,
  UNANSWERABLE,
} from "./generated-facts.ts";
import type { RecallQuestion, RecallSet, SetConversation, SetMessage } from "./recall-set.ts";

const TURNS = 200;
const TURNS_A_DAY = 8;
const CONVERSATIONS = 6;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9);
const DAY_MS = 86_400_000;
const TURN_MS = 120_000;
const KIND_EXAMPLES = 3;
/** The newest turns hold no facts, so that position alone finds nothing. */
const QUIET_TURNS = 30;

/** Conversations with planted facts among filler, of both shapes: people talking, and short questions with long replies. */
export function generatedSet(seed: number): RecallSet {
  const conversations = Array.from({ length: CONVERSATIONS }, (_, i) =>
    generatedConversation(`g${i}`, randomFrom(seed * 1_000 + i), i % 2 === 0),
  );
  return { name: `generated-${seed}`, conversations };
}

interface Plant {
  text: string;
  turn: number;
}

function generatedConversation(id: string, random: Random, talk: boolean): SetConversation {
  const free = shuffled(
    Array.from({ length: TURNS - QUIET_TURNS }, (_, turn) => turn),
    random,
  );
  const plants: Plant[] = [];
  const plant = (text: string): string => {
    const turn = free.pop() ?? 0;
    plants.push({ text, turn });
    return `${id}/${turn}u`;
  };
  const questions = [
    ...singleQuestions(random, plant),
    ...kindQuestions(random, plant),
    ...followUps(random, plant, id),
    ...SMALL_TALK.map((query) => ({ query, category: "small talk", evidence: [] })),
    ...UNANSWERABLE.map((query) => ({ query, category: "unanswerable", evidence: [] })),
  ].map((question, i) => ({ ...question, id: `${id}/q${i}` }));
  const said = new Map(plants.map(({ turn, text }) => [turn, text]));
  const messages = Array.from({ length: TURNS }, (_, turn) =>
    turnMessages(`${id}/${turn}`, turn, said.get(turn) ?? filler(random), random, talk),
  ).flat();
  return { id, messages, questions };
}

type Question = Omit<RecallQuestion, "id">;

function singleQuestions(random: Random, plant: (text: string) => string): Question[] {
  return SINGLE_FACTS.flatMap((fact) => {
    const xs = shuffled(fact.x, random);
    const ys = shuffled(fact.y, random);
    return [0, 1].map((i): Question => {
      const fill = (text: string): string =>
        text.replaceAll("{x}", xs[i] ?? "").replaceAll("{y}", ys[i] ?? "");
      const evidence = [plant(fill(pick(fact.said, random)))];
      return { query: fill(pick(fact.asked, random)), category: fact.category, evidence };
    });
  });
}

function kindQuestions(random: Random, plant: (text: string) => string): Question[] {
  return KIND_FACTS.map(({ asked, said, things }) => {
    const evidence = shuffled(things, random)
      .slice(0, KIND_EXAMPLES)
      .map((thing) => plant(pick(said, random).replaceAll("{x}", thing)));
    return { query: pick(asked, random), category: "multi-hop", evidence };
  });
}

/** "And the other one?" after an exchange about one of two things that were mentioned together or apart. */
function followUps(random: Random, plant: (text: string) => string, id: string): Question[] {
  const [one, other] = shuffled(["green", "striped", "yellow", "checked"], random);
  const cost = 20 + random.integer(30);
  plant(`The ${one} umbrella was ${cost} euros.`);
  const evidence = [plant(`For the ${other} umbrella I paid ${cost + 7} euros.`)];
  const before: SetMessage[] = [
    { id: `${id}/before-u`, role: "user", content: `What did I pay for the ${one} umbrella?` },
    { id: `${id}/before-a`, role: "assistant", content: `You paid ${cost} euros for it.` },
  ];
  return [
    { query: "And the other one?", category: "follow-up", evidence, before },
    { query: "What about the other umbrella?", category: "follow-up", evidence, before },
  ];
}

function turnMessages(
  id: string,
  turn: number,
  said: string,
  random: Random,
  talk: boolean,
): SetMessage[] {
  const time = FIRST_DAY + Math.floor(turn / TURNS_A_DAY) * DAY_MS + (turn % TURNS_A_DAY) * TURN_MS;
  const sentences = shuffled(REPLY_SENTENCES, random).slice(0, talk ? 1 : 6);
  const at = (offset: number): string => new Date(time + offset).toISOString();
  return [
    { id: `${id}u`, role: "user", created_at: at(0), content: said },
    { id: `${id}a`, role: "assistant", created_at: at(TURN_MS / 4), content: sentences.join(" ") },
  ];
}

function filler(random: Random): string {
  return pick(FILLER, random).replaceAll("{x}", pick(FILLER_TOPICS, random));
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}
