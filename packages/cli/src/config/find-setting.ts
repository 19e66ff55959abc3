import { InvalidInputError, nearestName } from "@colloquy/core";
import { isSettingName, settings, type SettingName } from "./settings.ts";

/** A setting by name; hyphens and the form of its variable are understood. Throws with the nearest. */
export function findSetting(given: string): SettingName {
  const name = given
    .toLowerCase()
    .replaceAll("-", "_")
    .replace(/^colloquy_/, "");
  if (isSettingName(name)) return name;
  const names = Object.keys(settings);
  const nearest = nearestName(name, names);
  throw new InvalidInputError({
    message: `no setting ${JSON.stringify(given)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_setting",
    remedy: `There are ${names.join(", ")}.`,
    details: { field: "name", given, allowed: names, ...(nearest && { nearest }) },
  });
}
