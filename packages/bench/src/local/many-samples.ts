import { collect, type ChatRequest } from "@colloquy/core";
import { createLocalModel, type LocalModel } from "@colloquy/local";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";
import type { Workspace } from "./workspace.ts";

const TOKENS = 48;
/** One by one, so many are enough to know the rate. */
const ALONE = 6;

/** Sample `index` of a sweep over temperatures; never shorter than it may be. */
function sample(index: number): ChatRequest {
  return {
    model: "smollm2-135m",
    messages: [{ role: "user", content: "Write a haiku about rain." }],
    temperature: [0, 0.7, 1, 1.5, 2][index % 5],
    seed: index,
    max_tokens: TOKENS,
    logit_bias: { "0": -1000, "2": -1000 },
  };
}

async function rateOf(model: LocalModel, samples: number, together: boolean): Promise<number> {
  const start = performance.now();
  const ask = async (index: number): Promise<number> =>
    (await collect(model.stream(sample(index)))).usage?.completion_tokens ?? 0;
  let tokens = 0;
  if (together) {
    const all = Array.from({ length: samples }, (_, index) => ask(index));
    for (const count of await Promise.all(all)) tokens += count;
  } else for (let index = 0; index < samples; index++) tokens += await ask(index);
  return (tokens * 1000) / (performance.now() - start);
}

/** Tokens a second at which the model reads a prompt nobody has read. */
async function readingRate(model: LocalModel, seed: number): Promise<number> {
  const words = Array.from({ length: 420 }, (_, index) => `word${(index * 31 + seed * 17) % 97}`);
  const request = {
    model: model.name,
    messages: [{ role: "user" as const, content: `${seed} ${words.join(" ")}` }],
    max_tokens: 1,
  };
  const start = performance.now();
  const { usage } = await collect(model.stream(request));
  const read = (usage?.prompt_tokens ?? 0) - (usage?.prompt_tokens_details?.cached_tokens ?? 0);
  return (read * 1000) / (performance.now() - start);
}

/** 80 samples of one prompt in lock-step, against one by one with one thread and with two, in turns. */
export async function manySamples(
  workspace: Workspace,
  { rounds, samples }: { rounds: number; samples: number },
): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const cacheDir = await workspace.newCache();
  const open = (decode: number): LocalModel =>
    createLocalModel({ cacheDir, saveStates: false, threads: { decode } });
  const subjects = [
    { name: "one by one, 1 thread", model: open(1), rates: [] as number[] },
    { name: "one by one, 2 threads", model: open(2), rates: [] as number[] },
  ];
  const batch = createLocalModel({ cacheDir, saveStates: false });
  const together: number[] = [];
  const reading: number[] = [];
  try {
    for (const { model } of subjects) await rateOf(model, 1, false);
    await rateOf(batch, 8, true);
    for (let round = 0; round < rounds; round++) {
      for (const { model, rates } of subjects) rates.push(await rateOf(model, ALONE, false));
      together.push(await rateOf(batch, samples, true));
      reading.push(await readingRate(batch, round));
    }
  } finally {
    for (const { model } of [...subjects, { model: batch }]) await model.dispose();
  }
  const fastest = Math.max(...subjects.map(({ rates }) => median(rates)));
  const value = median(together) / fastest;
  return {
    rows: [
      ...subjects.map(({ name, rates }) => row(name, rates)),
      {
        ...row(`${samples} samples in lock-step`, together),
        share_of_reading_rate: median(together) / median(reading),
      },
      row("reading", reading),
    ],
    bars: [
      {
        name: `${samples} samples of ${TOKENS} tokens ÷ the faster one by one`,
        value,
        limit: 1.8,
        unit: "× at least",
        ok: value >= 1.8,
      },
    ],
  };
}

function row(subject: string, rates: readonly number[]): BenchRow {
  return {
    subject,
    tokens_s_median: median(rates),
    tokens_s_p25: quantile(rates, 0.25),
    tokens_s_p75: quantile(rates, 0.75),
    rounds: rates.length,
  };
}
