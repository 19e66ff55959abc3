import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";

const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));

/** The scenario of that name, undefined when there is none. */
export function findScenario(name: string): Scenario | undefined {
  return byName.get(name);
}

/** The scenario whose name is nearest to a mistyped one: one that holds it, else by edit distance. */
export function nearestScenario(name: string): Scenario {
  const holding = scenarios.find((scenario) => name.length > 2 && scenario.name.includes(name));
  if (holding) return holding;
  return scenarios.reduce((best, next) =>
    distance(name, next.name) < distance(name, best.name) ? next : best,
  );
}

/** Levenshtein distance, row by row. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
