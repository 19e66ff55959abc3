import type { Parameters } from "../chat/request.ts";
import type { AnswerRecord } from "../conversation/message-record.ts";
import type { SettingChanges, TurnInput, TurnSettings } from "./turn-input.ts";

/** The settings of a turn: those of `base`, the answer it inherits from, with the changes over them. */
export function turnSettings(
  base: Pick<AnswerRecord, "model" | "system" | "preset" | "parameters"> | null,
  { changes = {}, defaults }: Pick<TurnInput, "changes" | "defaults">,
): TurnSettings {
  const preset = changes.preset ?? (base ? undefined : (defaults.preset ?? undefined));
  return {
    model: changes.model ?? base?.model ?? defaults.model,
    system: systemOf(base, changes, preset, defaults),
    preset: preset?.name ?? base?.preset ?? null,
    parameters: parametersOf(base?.parameters ?? {}, { ...changes, ...(preset && { preset }) }),
  };
}

function systemOf(
  base: Pick<AnswerRecord, "system"> | null,
  changes: SettingChanges,
  preset: SettingChanges["preset"],
  defaults: TurnInput["defaults"],
): string | null {
  if (changes.system !== undefined) return changes.system === "" ? null : changes.system;
  if (preset?.system !== undefined) return preset.system;
  return base ? base.system : (defaults.system ?? null);
}

function parametersOf(
  inherited: Parameters,
  { preset, set, unset = [] }: SettingChanges,
): Parameters {
  const merged = { ...inherited, ...preset?.parameters, ...set };
  return Object.fromEntries(Object.entries(merged).filter(([name]) => !unset.includes(name)));
}
