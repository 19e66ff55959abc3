import {
  InvalidInputError,
  nearestName,
  presets,
  requireParameters,
  type Parameters,
  type Preset,
} from "@colloquy/core";
import type { ConfigFile } from "../config/config-file.ts";

/** Every preset: those that come along, and those saved, which win over one of the same name. */
export function allPresets(file: Pick<ConfigFile, "presets">): readonly Preset[] {
  const saved = Object.entries(file.presets).map(
    ([name, { parameters, system, description = "saved by hand" }]): Preset => ({
      name,
      description,
      parameters,
      ...(system !== undefined && { system }),
    }),
  );
  const names = new Set(saved.map(({ name }) => name));
  return [...presets.filter(({ name }) => !names.has(name)), ...saved];
}

/** A preset as a turn takes it. Throws `InvalidInputError` for an unknown name, with the nearest. */
export function findPreset(
  name: string,
  file: Pick<ConfigFile, "presets">,
): { name: string; parameters: Parameters; system?: string } {
  const known = allPresets(file);
  const found = known.find((preset) => preset.name === name);
  if (found) {
    const { parameters, system } = found;
    requireParameters(parameters);
    return { name, parameters, ...(system !== undefined && { system }) };
  }
  const names = known.map((preset) => preset.name);
  const near = nearestName(name, names);
  throw new InvalidInputError({
    message: `no preset ${JSON.stringify(name)}${near ? `; did you mean ${near}?` : ""}`,
    code: "unknown_preset",
    remedy: `Known: ${names.join(", ")}. \`colloquy presets\` shows what they set.`,
    details: { field: "preset", given: name, allowed: names },
  });
}
