/**
 * How often a probe's labels are wrong, or left open, of models that do what a script says.
 *
 *     node --conditions=@colloquy/source packages/core/simulation/probe.ts [PROBES]
 *
 * Every probe is a whole one, of all parameters. A probe counts as wrong when any of its labels is; `undetermined`
 * is the share of labels left open.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { probeCases } from "../src/lab/probe/probe-cases.ts";
import { probeDesign } from "../src/lab/probe/probe-design.ts";
import { probeLabels } from "../src/lab/probe/probe-labels.ts";
import { randomFrom, type Random } from "../src/sampling/random.ts";
import { clampable, scriptedOutcome, type Behaviour } from "../test/lab/scripted-model.ts";
import { times } from "./random-data.ts";

interface Result {
  first_words: string;
  behaviour: string;
  probes: number;
  /** Share of probes with a wrong label, and which they were. */
  wrong: number;
  mistakes: Record<string, number>;
  /** Share of labels left open, and of which parameters. */
  undetermined: number;
  open: Record<string, number>;
}

/** First words of the two prompts: p ∝ rank^(−exponent) over so many. */
const spreads = {
  "one prompt settled, one open": [
    { count: 5_000, exponent: 1.8 },
    { count: 5_000, exponent: 1.1 },
  ],
  "both settled": [{ count: 5_000, exponent: 1.8 }],
  "both open": [{ count: 5_000, exponent: 1.1 }],
  "50 words in all": [{ count: 50, exponent: 1 }],
};

const parameters = probeCases.map(({ parameter }) => parameter);
const behaviours: readonly Behaviour[] = [
  "honoured",
  "no_effect",
  "dropped",
  "rejected",
  "clamped",
];

/** What a model does with a parameter: the same with all, or anything with each. */
const scripts: Record<string, (parameter: string, random: Random) => Behaviour> = {
  honoured: () => "honoured",
  "no effect": () => "no_effect",
  "clamped where it can be": (parameter) =>
    clampable.includes(parameter) ? "clamped" : "honoured",
  "any, by chance": (parameter, random) => {
    const possible = clampable.includes(parameter) ? behaviours : behaviours.slice(0, -1);
    return possible[random.integer(possible.length)] ?? "honoured";
  },
};

const probes = Number(process.argv[2] ?? 200);
const results: Result[] = [];

for (const [firstWords, words] of Object.entries(spreads))
  for (const [script, behaviourOf] of Object.entries(scripts)) {
    const mistakes = new Map<string, number>();
    const open = new Map<string, number>();
    const wrong = times(probes, (probe) => {
      const seed = probe * 7919 + results.length * 104_729 + 13;
      const random = randomFrom(seed);
      const truth = Object.fromEntries(parameters.map((name) => [name, behaviourOf(name, random)]));
      const model = { behaviours: truth, words, random };
      const findings = probeLabels(
        probeDesign({ parameters, seed }).map((call) => ({
          call,
          outcome: scriptedOutcome(call, model),
        })),
        { seed },
      );
      let isWrong = false;
      for (const { parameter, label } of findings) {
        if (label === truth[parameter]) continue;
        const count = label === "undetermined" ? open : mistakes;
        const key = label === "undetermined" ? parameter : `${parameter}: ${label}`;
        count.set(key, (count.get(key) ?? 0) + 1);
        isWrong ||= label !== "undetermined";
      }
      return isWrong;
    }).filter(Boolean).length;
    const left = [...open.values()].reduce((sum, count) => sum + count, 0);
    const result: Result = {
      first_words: firstWords,
      behaviour: script,
      probes,
      wrong: wrong / probes,
      mistakes: Object.fromEntries(mistakes),
      undetermined: left / (probes * parameters.length),
      open: Object.fromEntries(open),
    };
    results.push(result);
    console.log(
      `${firstWords.padEnd(30)} ${script.padEnd(26)} wrong ${result.wrong.toFixed(3)} undetermined ${result.undetermined.toFixed(3)}`,
      result.mistakes,
      result.open,
    );
  }

writeFileSync(
  path.join(import.meta.dirname, "probe.json"),
  `${JSON.stringify({ results }, null, 2)}\n`,
);
