import { InvalidInputError, nearestName, presets } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { changeConfigFile, withEntry } from "../../config/change-config-file.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** Forgets a saved preset. */
export const presetsDelete: Command = {
  name: "presets delete",
  summary: "Forgets a preset you saved. Turns that used it keep their parameters.",
  arguments: "<name>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy presets delete brief"],
  async run({ config, paths, screen }, input) {
    const [name = ""] = input.words;
    const builtIn = presets.some((preset) => preset.name === name);
    const saved = Object.keys(config.file.presets);
    if (!saved.includes(name)) throw notSaved(name, { saved, builtIn });
    await changeConfigFile(paths.configFile, (raw) => withEntry(raw, { section: "presets", name }));
    if (input.flag("json")) printJson(screen, { deleted: name });
    else screen.say(`${name} forgotten${builtIn ? "; the one that comes along counts again" : ""}`);
    return exitCode.done;
  },
};

function notSaved(
  name: string,
  { saved, builtIn }: { saved: readonly string[]; builtIn: boolean },
): InvalidInputError {
  const nearest = nearestName(name, saved);
  const why = builtIn ? "comes along and cannot be deleted" : "was not saved";
  return new InvalidInputError({
    message: `preset ${JSON.stringify(name)} ${why}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_preset",
    remedy: "`colloquy presets` marks those you saved.",
    details: { field: "name", given: name, allowed: saved },
  });
}
