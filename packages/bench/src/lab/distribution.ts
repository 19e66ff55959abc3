import {
  candidatesFromLogits,
  chain,
  engineOrders,
  expectedDistribution,
  randomFrom,
  type EngineName,
  type Parameters,
} from "@colloquy/core";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";

const WORDS = 150_000;
const LIMIT_MS = 16;

/** What a person may move: one parameter, the usual two, all of those that shape by probability. */
const settings: readonly (readonly [name: string, parameters: Parameters])[] = [
  ["nothing set", {}],
  ["temperature", { temperature: 1.5 }],
  ["temperature, top_p", { temperature: 1.5, top_p: 0.9 }],
  ["typical_p", { typical_p: 0.9 }],
  [
    "all that cut",
    { temperature: 1.5, top_k: 1_000, top_p: 0.9, min_p: 0.001, typical_p: 0.95, top_a: 0.001 },
  ],
];

/** Logits with a few likely words and a long tail, as a model's are: normal, spread 3, seeded. */
function randomLogits(seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length: WORDS }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return 3 * radius * Math.cos(2 * Math.PI * random.uniform());
  });
}

interface Subject {
  name: string;
  engine: EngineName;
  parameters: Parameters;
  times: number[];
}

/**
 * From the logits of 150,000 words to the probability of each, in every engine's order; a parameter that an
 * engine lacks does nothing there. In turns, and the first two rounds are not counted.
 */
export function distributionPart(rounds: number): { rows: BenchRow[]; bars: Bar[] } {
  const logits = Array.from({ length: 4 }, (_, seed) => randomLogits(seed + 1));
  const subjects = settings.flatMap(([setting, parameters]) =>
    engineOrders.map(({ name }): Subject => {
      return { name: `${setting}, ${name}`, engine: name, parameters, times: [] };
    }),
  );
  for (let round = -2; round < rounds; round += 1) {
    const given = logits[(round + 2) % logits.length] ?? new Float32Array();
    for (const subject of subjects) {
      const ms = timeOne(subject, given);
      if (round >= 0) subject.times.push(ms);
    }
  }
  const rows = subjects.map(rowOf);
  const slowest = rows.toSorted((a, b) => b.ms_median - a.ms_median)[0];
  const value = slowest?.ms_median ?? Number.NaN;
  const name = `${WORDS.toLocaleString("en-US")} words, the slowest row (${slowest?.subject ?? "none"})`;
  return {
    rows,
    bars: [{ name, value, limit: LIMIT_MS, unit: "ms, median", ok: value <= LIMIT_MS }],
  };
}

function timeOne({ engine, parameters }: Subject, logits: Float32Array): number {
  const start = performance.now();
  const found = expectedDistribution(chain(engine, parameters), candidatesFromLogits(logits), {
    vocabularySize: WORDS,
  });
  const ms = performance.now() - start;
  requireWhole(found);
  return ms;
}

function rowOf({ name, times }: Subject) {
  return {
    subject: name,
    words: WORDS,
    ms_median: median(times),
    ms_p95: quantile(times, 0.95),
    rounds: times.length,
  };
}

function requireWhole(distribution: Float64Array): void {
  let sum = 0;
  for (const probability of distribution) sum += probability;
  if (Math.abs(sum - 1) > 1e-9) throw new Error(`the probabilities add up to ${sum}`);
}
