import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { allPresets } from "../../parameters/find-preset.ts";
import { presetWords } from "../../parameters/preset-words.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";

/** Every preset. */
export const presetsList: Command = {
  name: "presets list",
  summary: "Lists every preset with what it sets.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy presets", "colloquy -t creative 'Begin a story.'"],
  run(context, input) {
    const { screen, config } = context;
    const { presets: saved } = config.file;
    const all = allPresets(config.file).map((preset) => ({
      ...preset,
      saved: Object.hasOwn(saved, preset.name),
    }));
    if (input.flag("json")) printJson(screen, { presets: all });
    else {
      const width = Math.max(...all.map(({ name }) => name.length));
      for (const preset of all) {
        const mark = preset.saved ? screen.out.dim(" (saved)") : "";
        const name = screen.out.cyan(preset.name.padEnd(width));
        screen.line(`${name}  ${sanitise(presetWords(preset))}${mark}`);
        screen.line(`${"".padEnd(width)}  ${screen.out.dim(sanitise(preset.description))}`);
      }
    }
    return Promise.resolve(exitCode.done);
  },
};
