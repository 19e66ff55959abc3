import {
  InvalidInputError,
  parseJson,
  readExperimentFile,
  type ExperimentDesign,
} from "@colloquy/core";
import { readSource } from "../ask/read-source.ts";
import type { CommandContext } from "../context.ts";
import { allPresets } from "../parameters/find-preset.ts";

/** Whether a file's name says that it holds an experiment rather than a prompt. */
export const isExperimentFile = (name: string): boolean => /\.(ya?ml|json)$/i.test(name);

/**
 * Reads an experiment from YAML or JSON. Throws `InvalidInputError` with the field, what is there and what
 * may be; a command among its metrics runs only with `--commands`.
 */
export async function readExperiment(
  context: CommandContext,
  file: string,
  { commands }: { commands: boolean },
): Promise<ExperimentDesign> {
  const text = await readSource(context, file);
  const value = /\.json$/i.test(file)
    ? parseJson(text, { source: file })
    : await parseYaml(text, file);
  const design = readExperimentFile(value, {
    model: context.config.get("model"),
    presets: allPresets(context.config.file),
  });
  const command = design.metrics.find(({ metric }) => metric === "command_rate");
  if (!command || commands) return design;
  throw new InvalidInputError({
    message: `${file} runs a command on this machine: ${JSON.stringify(command.options?.["command"])}`,
    code: "command_in_file",
    remedy: "Look at it; --commands lets it run.",
    details: { field: "metrics", given: command.options?.["command"], allowed: "with --commands" },
  });
}

async function parseYaml(text: string, file: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error)
    throw new InvalidInputError({
      message: `${file} is no YAML: ${error.message.split("\n")[0] ?? ""}`,
      code: "invalid_yaml",
      remedy: "Correct it, or write the experiment as JSON.",
      details: { field: "file", given: file },
    });
  // Aliases that unfold into billions of nodes are refused by the limit.
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}
