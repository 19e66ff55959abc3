import type { Command } from "../../command.ts";
import { finishRun } from "../../lab/finish-run.ts";
import { readDesign } from "../../lab/read-design.ts";
import { readDollars } from "../../lab/read-dollars.ts";
import { runOptions } from "../../lab/run-options.ts";
import { startRun } from "../../lab/start-run.ts";

/** Measures what parameters do to prompts. */
export const labRun: Command = {
  name: "lab run",
  summary:
    "Measures what parameters do: prompts × models × cells × samples, with intervals and verdicts.",
  arguments: "[prompts...]",
  options: runOptions,
  examples: [
    'colloquy lab run "Write a haiku about rain." --sweep temperature=0,.7,1.5,2 -n 16 --metric distinct_answers,exact_match,repetition -o max_tokens=48',
    "colloquy lab run 'Name three colours as a JSON list.' --presets code,creative --metric valid_rate --goal valid_rate:max",
    "colloquy lab run -f experiment.yaml --check 'valid_rate >= .95' --yes --json",
  ],
  async run(context, input) {
    const read = await readDesign(context, input);
    const { planned, estimate } = await startRun(context, input, read);
    return finishRun(context, planned.experiment, {
      json: input.flag("json"),
      report: input.text("report"),
      concurrency: input.count("concurrency"),
      maxCost: readDollars(input, "maxCost"),
      more: { estimate },
    });
  },
};
