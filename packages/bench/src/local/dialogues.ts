import { collect, textOf, type ChatMessage, type ChatRequest } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import type { Bar, BenchRow } from "../bench-result.ts";
import { askInNewProcess } from "./ask.ts";
import type { Workspace } from "./workspace.ts";

const openings = [
  "Tell me about the sea.",
  "What is rust?",
  "Name three fruits.",
  "Explain gravity to a child.",
  "Write a line about snow.",
  "How do I boil an egg?",
  "Who wrote Hamlet?",
  "What is 17 times 3?",
  "Give me a name for a cat.",
  "What does a compiler do?",
  "Write a short poem about bread.",
  "Is a whale a fish?",
  "How far is the moon?",
  "Describe the colour blue.",
  "What is a good breakfast?",
  "Why is the sky dark at night?",
  "Translate 'good morning' into Spanish.",
  "What makes a good friend?",
  "List four tools.",
  "What is the use of sleep?",
];
const followUps = ["Say that again, shorter.", "Why?", "Give one more example.", "And in winter?"];

/** One dialogue's second turn, and what it said where the first turn's prefix was kept. */
interface SecondTurn {
  request: ChatRequest;
  kept: string;
  shared: number;
  reused: number;
}

/**
 * Two-turn dialogues at temperature 0 and seeded: the second answer from the prefix kept in the process, from
 * a saved state in a new process, and fresh. All three must be the same to the letter.
 */
export async function dialogues(
  workspace: Workspace,
  count: number,
): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const rows: BenchRow[] = [];
  for (const fields of [{ temperature: 0 }, { temperature: 1, seed: 7 }]) {
    const cacheDir = await workspace.newCache();
    const turns: SecondTurn[] = [];
    for (const [index, opening] of openings.slice(0, count).entries())
      turns.push(await twoTurns(cacheDir, opening, followUps[index % 4] ?? "", fields));
    const requests = turns.map(({ request }) => request);
    const saved = await askInNewProcess({ cacheDir, saveStates: true, requests });
    const fresh = await askInNewProcess({
      cacheDir: await workspace.newCache(),
      saveStates: false,
      requests,
    });
    rows.push({
      subject: `two turns, ${JSON.stringify(fields)}`,
      dialogues: turns.length,
      kept_differs: turns.filter(({ kept }, at) => kept !== fresh.answers[at]?.text).length,
      saved_differs: saved.answers.filter(({ text }, at) => text !== fresh.answers[at]?.text)
        .length,
      kept_reuses_less: turns.filter(({ shared, reused }) => reused < shared).length,
      saved_reuses_less: saved.answers.filter(
        ({ cached_tokens }, at) => cached_tokens < (turns[at]?.shared ?? 0),
      ).length,
    });
  }
  const value = rows.reduce(
    (sum, { kept_differs, saved_differs, kept_reuses_less, saved_reuses_less }) =>
      sum +
      Number(kept_differs) +
      Number(saved_differs) +
      Number(kept_reuses_less) +
      Number(saved_reuses_less),
    0,
  );
  const name = "follow-ups that differ from fresh ones, or reuse less than the prompt they share";
  return { rows, bars: [{ name, value, limit: 0, unit: "at most", ok: value === 0 }] };
}

async function twoTurns(
  cacheDir: string,
  opening: string,
  followUp: string,
  fields: object,
): Promise<SecondTurn> {
  const base = { model: "smollm2-135m", max_tokens: 32, ...fields };
  const messages: ChatMessage[] = [{ role: "user", content: opening }];
  const model = createLocalModel({ cacheDir });
  try {
    const first = await collect(model.stream({ ...base, messages }));
    const [choice] = first.choices;
    const answer: ChatMessage = {
      role: "assistant",
      content: textOf(choice?.message ?? {}),
      token_ids: choice?.token_ids ?? [],
    };
    const request = {
      ...base,
      messages: [...messages, answer, { role: "user" as const, content: followUp }],
    };
    const second = await collect(model.stream(request));
    return {
      request,
      kept: textOf(second.choices[0]?.message ?? {}),
      shared: first.usage?.prompt_tokens ?? 0,
      reused: second.usage?.prompt_tokens_details?.cached_tokens ?? 0,
    };
  } finally {
    await model.dispose();
  }
}
