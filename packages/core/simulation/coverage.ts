/**
 * How often the lab's intervals hold the truth, by simulation.
 *
 *     node --conditions=@colloquy/source packages/core/simulation/coverage.ts [REPETITIONS]
 *
 * prints one line for each case and writes coverage.json beside it: how often an interval was shown at all, and
 * how often a shown one held the truth (nominal 95%, wanted ≥ 93.5%).
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { distinctKind } from "../src/lab/kinds/distinct-kind.ts";
import type { Kind, Scope } from "../src/lab/kinds/kind.ts";
import { match } from "../src/lab/kinds/match.ts";
import { meanKind } from "../src/lab/kinds/mean.ts";
import { quantileKind } from "../src/lab/kinds/quantile.ts";
import { rate } from "../src/lab/kinds/rate.ts";
import { jaccard, similarity } from "../src/lab/kinds/similarity.ts";
import { survival } from "../src/lab/kinds/survival.ts";
import type { Interval } from "../src/lab/statistics/interval.ts";
import type { Duration } from "../src/lab/statistics/kaplan-meier.ts";
import { binomialCdf } from "../src/lab/statistics/special-functions.ts";
import { wilson } from "../src/lab/statistics/wilson.ts";
import { randomFrom, type Random } from "../src/sampling/random.ts";
import { average, bernoulli, drawFrom, promptRate, times, zipf } from "./random-data.ts";

interface Case {
  method: string;
  setting: string;
  shown: number;
  coverage: number;
}

const repetitions = Number(process.argv[2] ?? 600);
const cases: Case[] = [];
const truths = new Map<number, number>();

function run<V>(
  setting: string,
  kind: Kind<V>,
  given: { scope: Scope; bounds?: Interval | null; repetitions?: number },
  draw: (random: Random) => { strata: V[][]; truth: number },
): void {
  const count = given.repetitions ?? repetitions;
  let shown = 0;
  let held = 0;
  for (let repetition = 0; repetition < count; repetition += 1) {
    const { strata, truth } = draw(randomFrom(repetition * 7919 + cases.length * 104_729 + 13));
    const { interval } = kind.estimate(strata, given.scope, given.bounds ?? null);
    if (!interval) continue;
    shown += 1;
    const [low, high] = interval;
    if (low <= truth + 1e-12 && (high === null || truth - 1e-12 <= high)) held += 1;
  }
  const result = {
    method: kind.name,
    setting: `${setting}, ${given.scope}`,
    shown: shown / count,
    coverage: shown === 0 ? 1 : held / shown,
  };
  cases.push(result);
  const low = result.coverage < 0.935 ? "  LOW" : "";
  console.log(
    `${result.method.padEnd(12)} ${result.setting.padEnd(66)} shown ${result.shown.toFixed(2)} coverage ${result.coverage.toFixed(3)}${low}`,
  );
}

const shapes: readonly (readonly [prompts: number, n: number])[] = [
  [1, 8],
  [1, 20],
  [1, 80],
  [3, 16],
  [6, 8],
  [10, 16],
  [20, 8],
];
const scopes = (prompts: number): readonly Scope[] =>
  prompts < 6 ? ["these_prompts"] : ["these_prompts", "prompts_like_these"];

/** Wilson, exactly: the coverage at each p is a sum over the binomial distribution. */
function wilsonExactly(n: number): number {
  const grid = times(97, (index) => 0.02 + index * 0.01);
  const coverages = grid.map((p) =>
    times(n + 1, (x) => x).reduce((sum, x) => {
      const [low, high] = wilson(x / n, n);
      const mass = binomialCdf(x, n, p) - binomialCdf(x - 1, n, p);
      return low <= p && p <= high ? sum + mass : sum;
    }, 0),
  );
  return average(coverages);
}

for (const n of [10, 12, 16, 20, 40, 80]) {
  const coverage = wilsonExactly(n);
  cases.push({
    method: "Wilson",
    setting: `exact, averaged over p .02–.98, n ${n}`,
    shown: 1,
    coverage,
  });
  console.log(`Wilson exact, averaged over p in [.02, .98], n ${n}: ${coverage.toFixed(4)}`);
}

for (const [prompts, n] of shapes) {
  for (const scope of scopes(prompts)) {
    const label = `P ${prompts} × n ${n}`;
    for (const rho of [0, 0.2, 0.5]) {
      for (const p of [0.5, 0.7, 0.9, 0.95, 0.99]) {
        run(`Bernoulli ${p}, rho ${rho}, ${label}`, rate, { scope }, (random) => {
          const rates = times(prompts, () => promptRate(random, p, rho));
          const truth = scope === "these_prompts" ? average(rates) : p;
          return { strata: rates.map((each) => bernoulli(random, each, n)), truth };
        });
      }
      for (const sigma of [0.5, 1]) {
        const given = { scope, bounds: [0, Infinity] as const, repetitions: repetitions / 2 };
        run(`log-normal ${sigma}, rho ${rho}, ${label}`, meanKind, given, (random) => {
          const [between, within] = [sigma * Math.sqrt(rho), sigma * Math.sqrt(1 - rho)];
          const centers = times(prompts, () => between * random.normal());
          const truth =
            scope === "these_prompts"
              ? average(centers.map((center) => Math.exp(center + within ** 2 / 2)))
              : Math.exp(sigma ** 2 / 2);
          const strata = centers.map((center) =>
            times(n, () => Math.exp(center + within * random.normal())),
          );
          return { strata, truth };
        });
      }
    }
    for (const s of [0.5, 1, 2]) {
      const probabilities = zipf(60, s);
      const answers = (random: Random): string[][] =>
        times(prompts, () => times(n, () => `${drawFrom(random, probabilities)}`));
      const different = probabilities.reduce((sum, p) => sum + 1 - (1 - p) ** n, 0);
      const equal = probabilities.reduce((sum, p) => sum + p * p, 0);
      run(`Zipf ${s}, ${label}`, distinctKind, { scope }, (random) => ({
        strata: answers(random),
        truth: different,
      }));
      run(`Zipf ${s}, ${label}`, match, { scope }, (random) => ({
        strata: answers(random),
        truth: equal,
      }));
    }
    for (const p of [0.5, 0.9]) {
      run(`copies, Bernoulli ${p}, ${label}`, rate, { scope }, (random) => {
        const outcomes = bernoulli(random, p, prompts);
        const truth = scope === "these_prompts" ? average(outcomes) : p;
        return { strata: outcomes.map((each) => [each]), truth };
      });
    }
    for (const spread of [0, 1]) {
      run(`word sets, spread ${spread}, ${label}`, similarity, { scope }, (random) => ({
        strata: times(prompts, () => times(n, () => wordSet(random, spread))),
        truth: similarityTruth(spread),
      }));
    }
  }
  const pooled = { scope: "these_prompts" } as const;
  const lengths = (random: Random): number[] => times(n, () => Math.exp(3 + 0.6 * random.normal()));
  run(`log-normal median, P ${prompts} × n ${n}`, quantileKind(0.5, 6), pooled, (random) => ({
    strata: times(prompts, () => lengths(random)),
    truth: Math.exp(3),
  }));
  run(`log-normal p90, P ${prompts} × n ${n}`, quantileKind(0.9, 20), pooled, (random) => ({
    strata: times(prompts, () => lengths(random)),
    truth: Math.exp(3 + 0.6 * 1.281_551_565_5),
  }));
  for (const cap of [Infinity, 40, 22]) {
    run(`median length, cap ${cap}, P ${prompts} × n ${n}`, survival, pooled, (random) => ({
      strata: times(prompts, () => lengths(random).map((length) => capped(length, cap))),
      truth: Math.exp(3),
    }));
  }
}

function capped(value: number, cap: number): Duration {
  return value > cap ? { value: cap, censored: true } : { value, censored: false };
}

/** 12 of 40 words, each kept with a probability that varies from sample to sample by `spread`. */
function wordSet(random: Random, spread: number): ReadonlySet<string> {
  const keep = spread === 0 ? 0.4 : 0.1 + 0.7 * random.uniform();
  return new Set(times(40, String).filter(() => random.uniform() < keep));
}

function similarityTruth(spread: number): number {
  const known = truths.get(spread);
  if (known !== undefined) return known;
  const random = randomFrom(99);
  const pairs = times(60_000, () => jaccard(wordSet(random, spread), wordSet(random, spread)));
  const value = average(pairs);
  truths.set(spread, value);
  return value;
}

const low = cases.filter(({ coverage, shown }) => coverage < 0.935 && shown > 0);
console.log(`${cases.length} cases, ${low.length} below 93.5%`);
writeFileSync(
  path.join(import.meta.dirname, "coverage.json"),
  `${JSON.stringify({ made_by: "coverage.ts", repetitions, cases }, null, 2)}\n`,
);
