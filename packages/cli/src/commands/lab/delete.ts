import { rm } from "node:fs/promises";
import path from "node:path";
import { AbortedError, InvalidInputError, type ExperimentSummary } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { findExperiment } from "../../lab/find-experiment.ts";
import { reportPath } from "../../lab/report-file.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { confirm } from "../../render/confirm.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { counted } from "../../render/counted.ts";

/** Erases experiments for good. */
export const labDelete: Command = {
  name: "lab delete",
  summary: "Erases experiments with their samples and reports. Asks first.",
  arguments: "<experiments...>",
  options: [
    { flags: "-y, --yes", about: "do not ask" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy lab delete haiku", "colloquy lab delete last --yes"],
  async run(context, input) {
    const found: ExperimentSummary[] = [];
    for (const word of input.words) {
      const one = await findExperiment(context, word);
      if (!found.some(({ id }) => id === one.id)) found.push(one);
    }
    await consent(context, input, found);
    const { experiments } = await context.store();
    for (const one of found) {
      await experiments.delete(one.id);
      await rm(reportPath(context, one), { force: true });
      await rm(path.join(context.paths.cache, "lab", "scores", `${one.id}.json`), { force: true });
    }
    if (input.flag("json")) printJson(context.screen, { deleted: found.map(({ id }) => id) });
    else context.screen.say(`${counted(found.length, "experiment")} erased`);
    return exitCode.done;
  },
};

async function consent(
  context: CommandContext,
  input: CommandInput,
  found: readonly ExperimentSummary[],
): Promise<void> {
  if (input.flag("yes")) return;
  const { streams, screen } = context;
  if (!streams.stdin.isTTY)
    throw new InvalidInputError({
      message: `nothing erased: ${found.length} experiment(s) would be, and nobody is here to confirm it`,
      code: "not_confirmed",
      remedy: "Repeat it with --yes.",
      details: { field: "yes", given: false },
    });
  for (const { id, name, question } of found)
    screen.say(`  ${sanitise(name ?? id)}  ${sanitise(question)}`);
  if (!(await confirm(context, "Erase for good?")))
    throw new AbortedError({ message: "nothing was erased" });
}
