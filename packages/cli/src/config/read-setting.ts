import { InvalidInputError } from "@colloquy/core";
import { settings, type SettingKind, type SettingName, type SettingValues } from "./settings.ts";

type Value = SettingValues[SettingName];

const allowed: Readonly<Record<SettingKind, string>> = {
  text: "text",
  boolean: "true or false",
  dollars: "US dollars ≥ 0, or `null` for no limit",
  seconds: "seconds > 0",
  count: "a whole number ≥ 0",
};

/** The value of a setting from its text, as typed or as a variable holds it. Throws `InvalidInputError`. */
export function readSettingText(name: SettingName, text: string, origin: string): Value {
  const { kind } = settings[name];
  if (kind === "text") return checkSetting(name, text, origin);
  const words: Readonly<Record<string, unknown>> = {
    true: true,
    yes: true,
    on: true,
    false: false,
    no: false,
    off: false,
    null: null,
    none: null,
  };
  const lower = text.trim().toLowerCase();
  if (kind === "boolean" && (lower === "1" || lower === "0"))
    return checkSetting(name, lower === "1", origin);
  const number = lower === "" ? NaN : Number(lower);
  const value = Object.hasOwn(words, lower) ? words[lower] : Number.isNaN(number) ? text : number;
  return checkSetting(name, kind === "dollars" && value === false ? null : value, origin);
}

/** The same for a value that is JSON already, as in the file. */
export function checkSetting(name: SettingName, value: unknown, origin: string): Value {
  const { kind, default: usual } = settings[name];
  if (value === null && (usual === null || kind === "dollars")) return value;
  if (kind === "text" && typeof value === "string" && value !== "") return value;
  if (kind === "boolean" && typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) {
    if (kind === "dollars") return value;
    if (kind === "seconds" && value > 0) return value;
    if (kind === "count" && Number.isInteger(value)) return value;
  }
  throw new InvalidInputError({
    message: `${name} is ${JSON.stringify(value)} (${origin}), it must be ${allowed[kind]}`,
    remedy: `See \`colloquy config\` for every setting.`,
    details: { field: name, given: value, allowed: allowed[kind] },
  });
}
