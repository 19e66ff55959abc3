/**
 * How often the interval of a difference holds the truth, how often "equivalent" is said of cells that differ by
 * the margin, and how often a difference of the told power is shown.
 *
 *     node --conditions=@colloquy/source packages/core/simulation/differences.ts [REPETITIONS]
 *
 * prints one line for each case and writes differences.json beside it.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { compare, type Comparison } from "../src/lab/inference/comparison.ts";
import { comparePaired } from "../src/lab/inference/paired.ts";
import { verdicts, type Verdict } from "../src/lab/inference/verdict.ts";
import { distinctKind } from "../src/lab/kinds/distinct-kind.ts";
import type { Kind, Scope } from "../src/lab/kinds/kind.ts";
import { match } from "../src/lab/kinds/match.ts";
import { meanKind } from "../src/lab/kinds/mean.ts";
import { rate } from "../src/lab/kinds/rate.ts";
import type { Interval } from "../src/lab/statistics/interval.ts";
import { randomFrom, type Random } from "../src/sampling/random.ts";
import { average, bernoulli, drawFrom, times, zipf } from "./random-data.ts";

interface Case {
  setting: string;
  /** How often an interval was shown, and how often a shown one held the truth. */
  shown: number;
  coverage: number;
  /** Shares of verdicts: of a direction that is not the true one, and of "equivalent" within the margin. */
  wrong: number;
  equivalent: number;
}

const repetitions = Number(process.argv[2] ?? 400);
const cases: Case[] = [];

function record(
  setting: string,
  draw: (random: Random, seed: number) => { comparison: Comparison | null; truth: number },
  margin?: number,
): void {
  const seen = times(repetitions, (repetition) => {
    const seed = repetition * 7919 + cases.length * 104_729 + 13;
    const { comparison, truth } = draw(randomFrom(seed), seed);
    return { verdict: decided(comparison, margin), truth };
  });
  const shown = seen.filter(({ verdict }) => verdict.interval !== null);
  const share = (wanted: (each: (typeof seen)[number]) => boolean, of = seen): number =>
    of.length === 0 ? 0 : of.filter(wanted).length / of.length;
  const result = {
    setting,
    shown: shown.length / repetitions,
    coverage: share(({ verdict, truth }) => holds(verdict.interval, truth), shown),
    wrong: share(
      ({ verdict, truth }) =>
        (verdict.verdict === "higher" && truth <= 0) || (verdict.verdict === "lower" && truth >= 0),
    ),
    equivalent: share(({ verdict }) => verdict.verdict === "equivalent"),
  };
  cases.push(result);
  const low = (result.coverage < 0.935 && result.shown > 0) || result.wrong > 0.05 ? "  LOW" : "";
  console.log(
    `${setting.padEnd(78)} shown ${result.shown.toFixed(2)} coverage ${result.coverage.toFixed(3)} wrong ${result.wrong.toFixed(3)} equivalent ${result.equivalent.toFixed(3)}${low}`,
  );
}

const holds = (interval: Interval | null, truth: number): boolean =>
  interval !== null && interval[0] <= truth + 1e-12 && truth - 1e-12 <= interval[1];

function decided(comparison: Comparison | null, margin?: number): Verdict {
  const question = {
    cell_id: "cell",
    baseline_id: "baseline",
    metric: "metric",
    scope: "these_prompts" as const,
    comparison,
    worstCase: null,
  };
  const margins = margin === undefined ? {} : { metric: margin };
  const [verdict] = verdicts([question], { alpha: 0.05, goal: null, margins });
  if (!verdict) throw new Error("no verdict");
  return verdict;
}

function of<V>(
  kind: Kind<V>,
  strata: readonly { a: readonly V[]; b: readonly V[] }[],
  {
    scope = "these_prompts",
    bounds = null,
    seed,
  }: { scope?: Scope; bounds?: Interval | null; seed: number },
): Comparison | null {
  return compare(kind, strata, { scope, bounds, permutations: 999, seed });
}

const share: Interval = [0, 1];
/** A value that is mostly 0: how much an answer repeats itself. */
const inflated = (random: Random, p: number): number =>
  random.uniform() < p ? 0.3 + 0.4 * random.uniform() : 0;

for (const [prompts, na, nb] of [
  [1, 16, 16],
  [1, 8, 8],
  [1, 40, 40],
  [4, 8, 8],
  [1, 8, 40],
] as const) {
  const label = `P ${prompts} × n ${na} and ${nb}`;
  for (const [pa, pb] of [
    [0.05, 0.8],
    [0.1, 0.5],
    [0.1, 0.1],
    [0.02, 0.3],
  ] as const) {
    record(`mostly 0 (${pa} and ${pb} are not), ${label}`, (random, seed) => ({
      comparison: of(
        meanKind,
        times(prompts, () => ({
          a: times(na, () => inflated(random, pa)),
          b: times(nb, () => inflated(random, pb)),
        })),
        { bounds: share, seed },
      ),
      truth: 0.5 * (pa - pb),
    }));
  }
  for (const [pa, pb] of [
    [0.5, 0.5],
    [0.95, 0.5],
    [0.99, 0.9],
    [0.02, 0.98],
  ] as const) {
    record(`rates ${pa} and ${pb}, ${label}`, (random, seed) => ({
      comparison: of(
        rate,
        times(prompts, () => ({ a: bernoulli(random, pa, na), b: bernoulli(random, pb, nb) })),
        { bounds: share, seed },
      ),
      truth: pa - pb,
    }));
  }
  for (const [sa, sb] of [
    [0.5, 0.5],
    [1, 1],
    [1, 0.2],
  ] as const) {
    const draw = (random: Random, s: number, n: number): number[] =>
      times(n, () => Math.exp(s * random.normal()));
    record(`log-normal ${sa} and ${sb}, ${label}`, (random, seed) => ({
      comparison: of(
        meanKind,
        times(prompts, () => ({ a: draw(random, sa, na), b: draw(random, sb, nb) })),
        { seed },
      ),
      truth: Math.exp((sa * sa) / 2) - Math.exp((sb * sb) / 2),
    }));
  }
  for (const [sa, sb] of [
    [0.5, 0.5],
    [2, 0.5],
    [2, 2],
  ] as const) {
    const [za, zb] = [zipf(60, sa), zipf(60, sb)];
    const answers = (random: Random, z: number[], n: number): string[] =>
      times(n, () => `${drawFrom(random, z)}`);
    const m = Math.min(na, nb);
    const different = (z: number[]): number => z.reduce((sum, p) => sum + 1 - (1 - p) ** m, 0);
    const equal = (z: number[]): number => z.reduce((sum, p) => sum + p * p, 0);
    record(`different answers, Zipf ${sa} and ${sb}, ${label}`, (random, seed) => ({
      comparison: of(
        distinctKind,
        times(prompts, () => ({ a: answers(random, za, na), b: answers(random, zb, nb) })),
        { seed },
      ),
      truth: different(za) - different(zb),
    }));
    record(`equal pairs, Zipf ${sa} and ${sb}, ${label}`, (random, seed) => ({
      comparison: of(
        match,
        times(prompts, () => ({ a: answers(random, za, na), b: answers(random, zb, nb) })),
        { bounds: share, seed },
      ),
      truth: equal(za) - equal(zb),
    }));
  }
  record(`copies against different answers, equal pairs, ${label}`, (random, seed) => ({
    comparison: of(
      match,
      times(prompts, () => ({
        a: times(na, () => "a"),
        b: times(nb, () => `${drawFrom(random, zipf(60, 1))}`),
      })),
      { bounds: share, seed },
    ),
    truth: 1 - zipf(60, 1).reduce((sum, p) => sum + p * p, 0),
  }));
}
for (const prompts of [1, 3, 8]) {
  for (const n of [8, 16, 40]) {
    const scope: Scope = prompts < 6 ? "these_prompts" : "prompts_like_these";
    for (const [short, long] of [
      [0.9, 0.1],
      [0.5, 0.4],
      [1, 0.02],
      [0.3, 0.3],
      [0.1, 0.05],
    ] as const) {
      record(`prefix: cut ${short} and ${long}, P ${prompts} × n ${n}`, (random, seed) => {
        const strata = times(prompts, () =>
          times(n, () => {
            const u = random.uniform();
            return (u < short ? 1 : 0) - (u < long ? 1 : 0);
          }),
        );
        return {
          comparison: comparePaired(strata, {
            scope,
            permutations: 999,
            seed,
            proportion: true,
            bounds: share,
          }),
          truth: short - long,
        };
      });
    }
  }
}
// Margin: the truth differs by just the margin, so "equivalent" is wrong.
for (const n of [16, 100, 400]) {
  record(
    `equivalence at the margin .1, rates .5 and .6, n ${n}`,
    (random, seed) => ({
      comparison: of(rate, [{ a: bernoulli(random, 0.5, n), b: bernoulli(random, 0.6, n) }], {
        bounds: share,
        seed,
      }),
      truth: -0.1,
    }),
    0.1,
  );
  record(
    `equivalence at the margin .5, normal, n ${n}`,
    (random, seed) => ({
      comparison: of(
        meanKind,
        [{ a: times(n, () => random.normal()), b: times(n, () => 0.5 + random.normal()) }],
        { seed },
      ),
      truth: -0.5,
    }),
    0.5,
  );
}

/** Shares come in steps, so single settings lie above and below: what counts is their average. */
const averages = Object.fromEntries(
  [...Map.groupBy(cases, ({ setting }) => /^[a-z -]+[a-z]/.exec(setting)?.[0] ?? "")].map(
    ([name, own]) => [name, average(own.filter(({ shown }) => shown > 0).map((c) => c.coverage))],
  ),
);
for (const [name, coverage] of Object.entries(averages)) console.log(name, coverage.toFixed(3));
writeFileSync(
  path.join(import.meta.dirname, "differences.json"),
  `${JSON.stringify({ made_by: "differences.ts", repetitions, averages, cases }, null, 2)}\n`,
);
