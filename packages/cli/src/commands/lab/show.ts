import { textOf, type SampleResult } from "@colloquy/core";
import { visibleText, type ReportInput } from "@colloquy/report";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { findExperiment } from "../../lab/find-experiment.ts";
import { analysedExperiment, resultJson, resultText } from "../../lab/show-result.ts";
import { printJson } from "../../render/print-json.ts";

/** The result of an experiment, as it stands. */
export const labShow: Command = {
  name: "lab show",
  summary: "Shows an experiment's result as it stands: an id, a name, or last.",
  arguments: "[experiment]",
  options: [
    { flags: "--samples", about: "every sample with its text" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy lab show last", "colloquy lab show haiku --samples"],
  async run(context, input) {
    const { id } = await findExperiment(context, input.words[0]);
    const found = await analysedExperiment(context, id);
    if (input.flag("json"))
      printJson(
        context.screen,
        await resultJson(found, input.flag("samples") ? { samples: found.data.results } : {}),
      );
    else if (input.flag("samples")) printSamples(context, found);
    else await printResult(context, found);
    return exitCode.done;
  },
};

async function printResult(context: CommandContext, input: ReportInput): Promise<void> {
  context.screen.print(await resultText(context, input));
  const { experiment, samples, results } = input.data;
  if (results.length < samples.length)
    context.screen.say(
      `${results.length} of ${samples.length} samples; colloquy lab resume ${experiment.name ?? experiment.id} goes on`,
    );
}

function printSamples({ screen }: CommandContext, { data }: ReportInput): void {
  const { experiment, results } = data;
  for (const prompt of experiment.prompts)
    for (const cell of experiment.cells) {
      const own = results
        .filter(({ cell_id, prompt_id }) => cell_id === cell.id && prompt_id === prompt.id)
        .toSorted((a, b) => a.phase.localeCompare(b.phase) || a.index - b.index);
      if (own.length === 0) continue;
      screen.print(`${screen.out.bold(visibleText(`${cell.label} · ${prompt.label}`))}\n`);
      for (const result of own) screen.print(`${sampleText(result)}\n`);
    }
}

/** What a sample said, nothing of it obeyed; each line after the first indented. */
function sampleText({ index, completion, cause, error, state }: SampleResult): string {
  const [choice] = completion?.choices ?? [];
  const text = visibleText(choice ? textOf(choice.message) : "").replaceAll("\n", "\n      ");
  const end =
    state === "complete"
      ? choice?.finish_reason === "length"
        ? " …"
        : ""
      : ` [${state}: ${cause ?? "other"}, ${visibleText(error?.message ?? "")}]`;
  return `  ${String(index + 1).padStart(3)} ${text}${end}`;
}
