/**
 * Sequential halving, its confirmation counted, against uniform allocation.
 *
 *     node --conditions=@colloquy/source packages/core/simulation/halving.ts [RUNS] [--json]
 *
 * With --json the result goes to stdout and the file beside this one stays as it is.
 *
 * 16 cells with success rates .80, three times .78, then twelve from .74 down to .40. A choice is right when it is
 * within .03 of the best. Halving uses the lab's own rules (at least 8 samples a live cell and round); its calls
 * include a confirmation of 100 samples in each of two cells. Uniform allocation is given no confirmation.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { raceRounds, roundSamples, survivors } from "../src/lab/race/race-rules.ts";
import { randomFrom, type Random } from "../src/sampling/random.ts";
import { times } from "./random-data.ts";

const rates = [0.8, 0.78, 0.78, 0.78, ...times(12, (index) => 0.74 - (0.34 * index) / 11)];
const CONFIRMATION = 200;
const words = process.argv.slice(2);
const asJson = words.includes("--json");
const runs = Number(words.find((word) => word !== "--json") ?? 4000);

function successes(random: Random, rate: number, n: number): number {
  let count = 0;
  for (let draw = 0; draw < n; draw += 1) if (random.uniform() < rate) count += 1;
  return count;
}

const best = (cells: readonly number[], score: (cell: number) => number): number =>
  cells.toSorted((a, b) => score(b) - score(a))[0] ?? 0;

/** Cells in random order, so that ties favour nobody. */
const everyCell = (random: Random): number[] =>
  times(rates.length, (cell) => ({ cell, key: random.uniform() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ cell }) => cell);

function uniform(random: Random, budget: number): { chosen: number; calls: number } {
  const each = Math.floor(budget / rates.length);
  const found = new Map(everyCell(random).map((c) => [c, successes(random, rates[c] ?? 0, each)]));
  return { chosen: best([...found.keys()], (c) => found.get(c) ?? 0), calls: each * rates.length };
}

function halving(random: Random, budget: number): { chosen: number; calls: number } {
  const rounds = raceRounds(rates.length);
  const seen = new Map<number, { hits: number; n: number }>();
  let live: readonly number[] = everyCell(random);
  let calls = 0;
  while (live.length > 1) {
    const each = roundSamples(budget, { rounds, live: live.length });
    for (const cell of live) {
      const { hits, n } = seen.get(cell) ?? { hits: 0, n: 0 };
      seen.set(cell, { hits: hits + successes(random, rates[cell] ?? 0, each), n: n + each });
      calls += each;
    }
    live = survivors(live, (cell) => (seen.get(cell)?.hits ?? 0) / (seen.get(cell)?.n ?? 1));
  }
  return { chosen: live[0] ?? 0, calls: calls + CONFIRMATION };
}

function accuracy(
  choose: (random: Random, budget: number) => { chosen: number; calls: number },
  budget: number,
): { accuracy: number; calls: number } {
  let right = 0;
  let calls = 0;
  for (let run = 0; run < runs; run += 1) {
    const result = choose(randomFrom(run * 31 + budget), budget);
    if ((rates[result.chosen] ?? 0) >= 0.77) right += 1;
    calls = Math.max(calls, result.calls);
  }
  return { accuracy: right / runs, calls };
}

const uniformRows = [160, 320, 640, 1280, 1920].map((budget) => accuracy(uniform, budget));
const halvingRows = [160, 240, 320, 400, 480, 640, 800, 960].map((budget) =>
  accuracy(halving, budget),
);
const comparisons = uniformRows.map((row) => {
  const match = halvingRows.find((each) => each.accuracy >= row.accuracy);
  return { uniform: row, halving: match ?? null, ratio: match ? match.calls / row.calls : null };
});
const result = {
  made_by: "halving.ts",
  runs,
  uniform: uniformRows,
  halving: halvingRows,
  comparisons,
};

function print(): void {
  for (const row of uniformRows) console.log("uniform", row.calls, row.accuracy.toFixed(3));
  for (const row of halvingRows)
    console.log("halving + confirmation", row.calls, row.accuracy.toFixed(3));
  for (const { uniform: row, halving: match, ratio } of comparisons) {
    console.log(
      `uniform ${row.calls} calls: ${row.accuracy.toFixed(3)}; halving with confirmation ${match?.calls ?? "—"}: ${match?.accuracy.toFixed(3) ?? "—"}, ratio ${ratio?.toFixed(2) ?? "—"}`,
    );
  }
}

if (asJson) console.log(JSON.stringify(result));
else {
  print();
  writeFileSync(
    path.join(import.meta.dirname, "halving.json"),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
