import type { TurnInput } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { findPreset } from "../parameters/find-preset.ts";

/** Settings of a turn that inherits none: the configured model, system prompt and preset. */
export function turnDefaults({ config }: CommandContext): TurnInput["defaults"] {
  const preset = config.get("preset");
  return {
    model: config.get("model"),
    system: config.get("system"),
    ...(preset !== null && { preset: findPreset(preset, config.file) }),
  };
}
