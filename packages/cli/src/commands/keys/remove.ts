import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";
import { readKeys } from "../../server/server-key.ts";
import { writeKey } from "../../server/write-key.ts";

/** Forgets a kept key. */
export const keysRemove: Command = {
  name: "keys remove",
  summary: "Forgets the key kept for a server; a variable stays what it is.",
  arguments: "<server>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy keys remove openrouter"],
  async run({ paths, screen }, input) {
    const [server = ""] = input.words;
    const kept = Object.keys(readKeys(paths.keysFile));
    if (!kept.includes(server))
      throw new InvalidInputError({
        message: `no key is kept for ${JSON.stringify(server)}`,
        remedy: kept.length > 0 ? `There is one for ${kept.join(", ")}.` : "None is kept at all.",
        details: { field: "server", given: server, allowed: kept },
      });
    await writeKey(paths.keysFile, { server, key: undefined });
    if (input.flag("json")) printJson(screen, { removed: server });
    else screen.say(`the key for ${server} is forgotten`);
    return exitCode.done;
  },
};
