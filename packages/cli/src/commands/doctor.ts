import type { Command } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { checkKeys } from "../doctor/check-keys.ts";
import { checkModels } from "../doctor/check-model.ts";
import { checkCache, checkNode, checkStore } from "../doctor/check-places.ts";
import { checkConfigFile, checkSettings } from "../doctor/check-settings.ts";
import type { Check } from "../doctor/check.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../render/print-json.ts";
import { sanitise } from "../render/sanitise.ts";
import type { Styles } from "../render/screen.ts";

/** Whether everything is in its place, and what decided each setting. */
export const doctor: Command = {
  name: "doctor",
  summary: "Looks whether everything is in its place; exit code 1 if something is broken.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy doctor"],
  async run(context, input) {
    const checks = await allChecks(context);
    const fine = checks.every(({ state }) => state !== "broken");
    if (input.flag("json")) printJson(context.screen, { ok: fine, checks });
    else for (const line of lines(checks, context.screen.out)) context.screen.line(line);
    return fine ? exitCode.done : exitCode.failed;
  },
};

/** What is wrong with the file of settings would make all the rest fail with the same words. */
async function allChecks(context: CommandContext): Promise<readonly Check[]> {
  const file = checkConfigFile(context);
  const first = [checkNode(), ...file];
  const places = [...(await checkStore(context)), await checkCache(context)];
  if (file.some(({ state }) => state === "broken")) return [...first, ...places];
  return [
    ...first,
    ...checkSettings(context),
    ...places,
    ...(await checkModels(context)),
    ...(await checkKeys(context)),
  ];
}

function lines(checks: readonly Check[], styles: Styles): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const marks = {
    ok: styles.green("ok     "),
    warning: styles.yellow("warning"),
    broken: styles.red("broken "),
  };
  return checks.flatMap(({ name, state, found, remedy }) => [
    `${marks[state]}  ${name.padEnd(width)}  ${sanitise(found)}`,
    ...(remedy ? [`${" ".repeat(width + 11)}→ ${sanitise(remedy)}`] : []),
  ]);
}
