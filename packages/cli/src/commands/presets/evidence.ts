import path from "node:path";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { writeWholeFile } from "../../file/write-whole-file.ts";
import { drawExperiment } from "../../lab/draw-experiment.ts";
import { evidenceText } from "../../lab/evidence-text.ts";
import { readExperiment } from "../../lab/experiment-file.ts";
import {
  evidenceFile,
  evidenceOf,
  evidencePresets,
  readEvidence,
  type PresetEvidence,
} from "../../lab/preset-evidence.ts";
import { analysedExperiment, resultJson } from "../../lab/show-result.ts";
import { startRun } from "../../lab/start-run.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { printJson } from "../../render/print-json.ts";

/** What the presets that come along do, measured. */
export const presetsEvidence: Command = {
  name: "presets evidence",
  summary:
    "Shows what the presets were measured to do, on which model and when; or measures on yours.",
  arguments: "[presets...]",
  options: [
    { flags: "--run", about: "repeat the experiments, priced first" },
    { flags: "-m, --model <model>", about: "with --run: the model" },
    { flags: "--provider <name>", about: "on OpenRouter: who serves all calls" },
    { flags: "--max-cost <dollars>", about: "refuse where one of them would cost more" },
    { flags: "--save <folder>", about: "with --run: write each result into a file there" },
    { flags: "-y, --yes", about: "do not ask" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy presets evidence",
    "colloquy presets evidence code --run -m author/slug --max-cost 0.10",
  ],
  async run(context, input) {
    const found: PresetEvidence[] = [];
    for (const preset of evidencePresets(input.words)) {
      const evidence = input.flag("run")
        ? await measured(context, input, preset)
        : await readEvidence(preset);
      found.push(evidence);
      if (!input.flag("json"))
        context.screen.print(`${found.length > 1 ? "\n" : ""}${evidenceText(evidence)}`);
    }
    if (input.flag("json")) printJson(context.screen, { evidence: found, error: null });
    else if (!input.flag("run"))
      context.screen.say("on your model: colloquy presets evidence --run -m MODEL");
    return exitCode.done;
  },
};

/** Repeats a preset's experiment on the model wished for. */
async function measured(
  context: CommandContext,
  input: CommandInput,
  preset: string,
): Promise<PresetEvidence> {
  const model = input.text("model") ?? context.config.get("model");
  const design = await readExperiment(context, evidenceFile(preset), { commands: false });
  const { planned } = await startRun(context, input, {
    design: { ...design, models: [model] },
    race: false,
  });
  await drawExperiment(context, planned.experiment);
  const result = await resultJson(await analysedExperiment(context, planned.experiment.id));
  const folder = input.text("save");
  if (folder !== undefined)
    await writeWholeFile(
      path.resolve(context.cwd, folder, `${preset}.result.json`),
      new TextEncoder().encode(`${JSON.stringify(result, null, 2)}\n`),
    );
  return evidenceOf(preset, result);
}
