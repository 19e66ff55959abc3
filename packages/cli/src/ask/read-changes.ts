import type { SettingChanges } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { findPreset } from "../parameters/find-preset.ts";
import { readAssignments } from "../parameters/read-assignments.ts";
import { modelChange } from "./model-change.ts";
import { readSchema } from "./read-schema.ts";

/** What the flags ask to be different from the turn before. */
export async function readChanges(
  context: CommandContext,
  input: CommandInput,
): Promise<SettingChanges> {
  const { set, unset } = await readAssignments(input.list("option"), {
    cwd: context.cwd,
    force: input.flag("force"),
  });
  const schema = input.text("schema");
  const named = input.text("model");
  const model = named === undefined ? undefined : modelChange(named, context);
  const system = input.text("system");
  const preset = input.text("preset");
  const parameters = {
    ...set,
    ...(schema !== undefined && { response_format: await readSchema(schema, context.cwd) }),
  };
  return {
    ...(model !== undefined && { model }),
    ...(system !== undefined && { system: system === "" ? null : system }),
    ...(preset !== undefined && { preset: findPreset(preset, context.config.file) }),
    ...(Object.keys(parameters).length > 0 && { set: parameters }),
    ...(unset.length > 0 && { unset }),
  };
}
