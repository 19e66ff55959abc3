import { vocabularyTokenizer } from "@colloquy/tokenizer";
import { expect, test } from "vitest";
import { generatedSet } from "./generated-set.ts";
import { ask, prepare, SUBJECTS } from "./score-question.ts";

test("the same seed gives the same set, another seed another", () => {
  expect(generatedSet(1)).toEqual(generatedSet(1));
  expect(generatedSet(2)).not.toEqual({ ...generatedSet(1), name: "generated-2" });
});

test("every piece of evidence is a message of its conversation", () => {
  for (const { messages, questions } of generatedSet(3).conversations) {
    const ids = new Set(messages.map(({ id }) => id));
    for (const { evidence } of questions) expect(evidence.filter((id) => !ids.has(id))).toEqual([]);
  }
});

test("planted facts are found at 1,000 tokens, small talk sends nothing back, position finds nothing", async () => {
  const tokenizer = await vocabularyTokenizer("o200k_base");
  const [conversation] = generatedSet(4).conversations;
  if (!conversation) throw new Error("the set is empty");
  const prepared = prepare(conversation, tokenizer);
  const outcomes = (name: string): ReturnType<typeof ask>[] => {
    const subject = SUBJECTS.find((each) => each.name === name);
    if (!subject) throw new Error(`no subject ${name}`);
    return conversation.questions.map((question) => ask(prepared, question, subject, 1_000));
  };
  const mean = (name: string): number => {
    const shares = outcomes(name).flatMap(({ recall }) => recall ?? []);
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
  expect(mean("recall-only")).toBeGreaterThan(0.85);
  expect(mean("recent")).toBeLessThan(0.1);
  const idle = outcomes("recall-only").filter(({ category }) => category === "small talk");
  expect(idle.map(({ tokens }) => tokens)).toEqual(idle.map(() => 0));
  for (const { tokens } of outcomes("recall")) expect(tokens).toBeLessThanOrEqual(1_000);
});
