/**
 * How often a family of comparisons holds a false verdict when nothing, or nothing there, differs.
 *
 *     node --conditions=@colloquy/source packages/core/simulation/false-verdicts.ts [FAMILIES]
 *
 * Four cells against a baseline; a family is wrong when any comparison whose truth is "no difference" gets a
 * verdict higher, lower, better or worse (wanted ≤ 5% of families).
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { compare } from "../src/lab/inference/comparison.ts";
import { verdicts, type Question } from "../src/lab/inference/verdict.ts";
import { distinctKind } from "../src/lab/kinds/distinct-kind.ts";
import type { Kind, Scope } from "../src/lab/kinds/kind.ts";
import { match } from "../src/lab/kinds/match.ts";
import { meanKind } from "../src/lab/kinds/mean.ts";
import { rate } from "../src/lab/kinds/rate.ts";
import { randomFrom, type Random } from "../src/sampling/random.ts";
import { bernoulli, drawFrom, promptRate, times, zipf } from "./random-data.ts";

interface Result {
  null_hypothesis: string;
  families: number;
  wrong: number;
  /** Share of true differences found, where there are some. */
  found: number | null;
}

/** Samples of one cell by prompt, and whether the cell truly equals the baseline. */
interface Drawn<V> {
  strata: V[][];
  equal: boolean;
}

const families = Number(process.argv[2] ?? 400);
const results: Result[] = [];

function run<V>(
  name: string,
  kind: Kind<V>,
  scope: Scope,
  draw: (random: Random) => Drawn<V>[],
): void {
  let wrong = 0;
  let found = 0;
  let different = 0;
  // t over prompts is quick, and lies at the limit by design: it is worth more families.
  const count = scope === "prompts_like_these" ? 6 * families : families;
  for (let family = 0; family < count; family += 1) {
    const [baseline, ...cells] = draw(randomFrom(family * 6151 + results.length * 15_485_863 + 3));
    const questions = cells.map((cell, index): Question => ({
      cell_id: `${index}`,
      baseline_id: "baseline",
      metric: "metric",
      scope,
      worstCase: null,
      comparison: compare(
        kind,
        cell.strata.map((a, prompt) => ({ a, b: baseline?.strata[prompt] ?? [] })),
        { scope, permutations: 999, seed: family },
      ),
    }));
    const decided = verdicts(questions, { alpha: 0.05, goal: null, margins: {} });
    const shown = decided.map(({ verdict }) => verdict === "higher" || verdict === "lower");
    if (shown.some((each, index) => each && cells[index]?.equal)) wrong += 1;
    found += shown.filter((each, index) => each && !cells[index]?.equal).length;
    different += cells.filter(({ equal }) => !equal).length;
  }
  const result = {
    null_hypothesis: `${kind.name}: ${name}, ${scope}`,
    families: count,
    wrong: wrong / count,
    found: different === 0 ? null : found / different,
  };
  results.push(result);
  console.log(
    `${result.null_hypothesis.padEnd(84)} wrong ${result.wrong.toFixed(3)}${result.found === null ? "" : ` found ${result.found.toFixed(2)}`}`,
  );
}

const CELLS = 5;
const shapes = [
  { prompts: 1, n: 16, scope: "these_prompts" },
  { prompts: 4, n: 8, scope: "these_prompts" },
  { prompts: 10, n: 8, scope: "prompts_like_these" },
] as const;

for (const { prompts, n, scope } of shapes) {
  const label = `P ${prompts} × n ${n}`;
  const normal = (random: Random, spread: number, count: number): number[] =>
    times(count, () => spread * random.normal());
  run(`identical cells, normal, ${label}`, meanKind, scope, (random) =>
    times(CELLS, () => ({ equal: true, strata: times(prompts, () => normal(random, 1, n)) })),
  );
  run(`identical cells, log-normal, ${label}`, meanKind, scope, (random) =>
    times(CELLS, () => ({
      equal: true,
      strata: times(prompts, () => normal(random, 1, n).map(Math.exp)),
    })),
  );
  run(`equal means, spread 1–5, n to n/2, ${label}`, meanKind, scope, (random) =>
    times(CELLS, (cell) => ({
      equal: true,
      strata: times(prompts, () => normal(random, 1 + cell, cell % 2 === 0 ? n : n / 2)),
    })),
  );
  run(`two of four cells differ, normal, ${label}`, meanKind, scope, (random) =>
    times(CELLS, (cell) => ({
      equal: cell < 3,
      strata: times(prompts, () => normal(random, 1, n).map((x) => x + (cell < 3 ? 0 : 1.5))),
    })),
  );
  for (const p of [0.5, 0.9]) {
    run(`identical cells, Bernoulli ${p}, ${label}`, rate, scope, (random) => {
      const rates = times(prompts, () => promptRate(random, p, 0.2));
      return times(CELLS, () => ({
        equal: true,
        strata: rates.map((each) => bernoulli(random, each, n)),
      }));
    });
  }
  run(`two of four cells differ, Bernoulli, ${label}`, rate, scope, (random) =>
    times(CELLS, (cell) => ({
      equal: cell < 3,
      strata: times(prompts, () => bernoulli(random, cell < 3 ? 0.9 : 0.2, n)),
    })),
  );
  const probabilities = zipf(40, 1);
  const answers = (random: Random): string[] =>
    times(n, () => `${drawFrom(random, probabilities)}`);
  run(`identical cells, Zipf, ${label}`, distinctKind, scope, (random) =>
    times(CELLS, () => ({ equal: true, strata: times(prompts, () => answers(random)) })),
  );
  run(`identical cells, Zipf, ${label}`, match, scope, (random) =>
    times(CELLS, () => ({ equal: true, strata: times(prompts, () => answers(random)) })),
  );
}

writeFileSync(
  path.join(import.meta.dirname, "false-verdicts.json"),
  `${JSON.stringify({ made_by: "false-verdicts.ts", results }, null, 2)}\n`,
);
