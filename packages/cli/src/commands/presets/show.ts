import { formatJson } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { allPresets, findPreset } from "../../parameters/find-preset.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";

/** One preset. */
export const presetsShow: Command = {
  name: "presets show",
  summary: "Shows what a preset sets.",
  arguments: "<name>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy presets show code"],
  run({ screen, config }, input) {
    const [name = ""] = input.words;
    const found = findPreset(name, config.file);
    const description = allPresets(config.file).find((each) => each.name === name)?.description;
    if (input.flag("json")) printJson(screen, { ...found, description });
    else {
      screen.print(`${screen.out.bold(found.name)}: ${sanitise(description ?? "")}\n`);
      screen.print(`${sanitise(formatJson(found.parameters))}\n`);
      if (found.system !== undefined) screen.print(`system: ${sanitise(found.system)}\n`);
      screen.say(screen.err.dim(`use it: colloquy -t ${name} "…"; -o wins over it`));
    }
    return Promise.resolve(exitCode.done);
  },
};
