import { nearestName } from "@colloquy/core";
import { readRawConfig, readConfigFile } from "../config/config-file.ts";
import { settings, type SettingName } from "../config/settings.ts";
import type { CommandContext } from "../context.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { broken, ok, warning, type Check } from "./check.ts";

/** The configuration file: readable, and nothing in it that nobody knows. */
export function checkConfigFile({ paths }: Pick<CommandContext, "paths">): readonly Check[] {
  const name = "configuration";
  try {
    readConfigFile(paths.configFile);
    const unknown = unknownNames(readRawConfig(paths.configFile));
    return unknown.length === 0
      ? [ok(name, paths.configFile)]
      : unknown.map((given) => unknownSetting(given, paths.configFile));
  } catch (error) {
    const { message, remedy } = toErrorRecord(error);
    return [broken(name, message, remedy ?? `Correct or remove ${paths.configFile}.`)];
  }
}

const SECTIONS = ["$schema", "servers", "presets"];

function unknownNames(raw: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(raw).filter(
    (name) => !Object.hasOwn(settings, name) && !SECTIONS.includes(name),
  );
}

function unknownSetting(given: string, file: string): Check {
  const nearest = nearestName(given, [...Object.keys(settings), ...SECTIONS]);
  return warning(
    "configuration",
    `${file}: ${JSON.stringify(given)} is no setting and does nothing`,
    nearest ? `Is ${nearest} meant?` : "Take it out; `colloquy config` lists what there is.",
  );
}

/** Each setting: its value and which source won. Those at their default are one line together. */
export function checkSettings({ config }: Pick<CommandContext, "config">): readonly Check[] {
  const checks: Check[] = [];
  let usual = 0;
  for (const name of Object.keys(settings)) {
    try {
      const { value, origin, source } = config.resolve(name as SettingName);
      if (source === "default") usual += 1;
      else checks.push(ok(name, `${String(value)} (from ${origin})`));
    } catch (error) {
      const { message, remedy } = toErrorRecord(error);
      checks.push(broken(name, message, remedy ?? "Correct it."));
    }
  }
  return [...checks, ok("settings", `${usual} at their default; \`colloquy config\` lists all`)];
}
