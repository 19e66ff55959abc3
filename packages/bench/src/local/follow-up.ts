import { cp } from "node:fs/promises";
import path from "node:path";
import type { ChatMessage } from "@colloquy/core";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";
import { askInNewProcess, saidBefore } from "./ask.ts";
import type { Workspace } from "./workspace.ts";

const LIMIT_MS = 2_500;

/** About 1,500 tokens of our own words. */
function longText(): string {
  const subjects = ["The keeper", "A gull", "The old boat", "Her brother", "The tide", "Nobody"];
  const verbs = ["came back to", "remembered", "left", "watched over", "waited for", "forgot"];
  const places = ["the harbour", "the lamp", "the northern stairs", "a letter", "the long winter"];
  const sentences = Array.from(
    { length: 116 },
    (_, index) =>
      `${subjects[index % 6]} ${verbs[(index * 5 + 1) % 6]} ${places[(index * 3) % 5]} on day ${index}.`,
  );
  return sentences.join(" ");
}

/** How long a follow-up on a long conversation takes to its first token, from the start of its process. */
export async function followUp(
  workspace: Workspace,
  rounds: number,
): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const cacheDir = await workspace.newCache();
  const opening: ChatMessage = { role: "user", content: `${longText()} What is this about?` };
  const fields = { model: "smollm2-135m", temperature: 0, max_tokens: 32 };
  const ask = (folder: string, messages: readonly ChatMessage[]) =>
    askInNewProcess({ cacheDir: folder, saveStates: true, requests: [{ ...fields, messages }] });
  const first = await ask(cacheDir, [opening]);
  const [answer] = first.answers;
  if (!answer) throw new Error("no answer");
  const next: ChatMessage[] = [
    opening,
    saidBefore(answer),
    { role: "user", content: "Who is in it?" },
  ];
  const times: number[] = [];
  let cached = 0;
  let prompt = 0;
  for (let round = 0; round < rounds; round++) {
    // Each round finds what the first turn left, and nothing that a round before it did.
    const folder = await workspace.newCache();
    await cp(path.join(cacheDir, "states"), path.join(folder, "states"), { recursive: true });
    const { started, answers } = await ask(folder, next);
    times.push((answers[0]?.first_token_at ?? Number.NaN) - started);
    cached = answers[0]?.cached_tokens ?? 0;
    prompt = answers[0]?.prompt_tokens ?? 0;
  }
  const value = median(times);
  return {
    rows: [
      {
        subject: "first turn, nothing kept",
        first_token_ms_median: answer.first_token_at - first.started,
        prompt_tokens: answer.prompt_tokens,
        cached_tokens: answer.cached_tokens,
        rounds: 1,
      },
      {
        subject: "follow-up in a new process",
        first_token_ms_median: value,
        first_token_ms_p75: quantile(times, 0.75),
        prompt_tokens: prompt,
        cached_tokens: cached,
        rounds: times.length,
      },
    ],
    bars: [
      {
        name: `first token of a follow-up on ${prompt} tokens, in a new process`,
        value,
        limit: LIMIT_MS,
        unit: "ms at most",
        ok: value <= LIMIT_MS,
      },
    ],
  };
}
