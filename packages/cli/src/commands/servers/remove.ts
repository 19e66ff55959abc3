import { InvalidInputError, nearestName } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { changeConfigFile, withEntry } from "../../config/change-config-file.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** Forgets an added server. */
export const serversRemove: Command = {
  name: "servers remove",
  summary: "Forgets a server you added. Its key, if one is kept, stays until `keys remove`.",
  arguments: "<name>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy servers remove groq"],
  async run({ config, paths, screen }, input) {
    const [name = ""] = input.words;
    const added = Object.keys(config.file.servers);
    if (!added.includes(name)) throw notAdded(name, added);
    await changeConfigFile(paths.configFile, (raw) => withEntry(raw, { section: "servers", name }));
    if (input.flag("json")) printJson(screen, { removed: name });
    else screen.say(`${name} forgotten`);
    return exitCode.done;
  },
};

function notAdded(name: string, added: readonly string[]): InvalidInputError {
  const nearest = nearestName(name, added);
  return new InvalidInputError({
    message: `server ${JSON.stringify(name)} was not added${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_server",
    remedy: added.length > 0 ? `Added: ${added.join(", ")}.` : "None was; those known stay.",
    details: { field: "name", given: name, allowed: added },
  });
}
