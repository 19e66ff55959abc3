import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";
import { readSecret } from "../../render/read-secret.ts";
import { redactedKey, writeKey } from "../../server/write-key.ts";

/** Keeps a key. */
export const keysSet: Command = {
  name: "keys set",
  summary: "Keeps a server's key: typed unseen, or the first line of standard input.",
  arguments: "[server]",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy keys set", "colloquy keys set openai < key.txt"],
  async run(context, input) {
    const { paths, screen, config } = context;
    const [name = config.get("server")] = input.words;
    const { server } = context.access(name);
    const key = checkKey(await readSecret(context, `Key for ${name} (not shown): `));
    await writeKey(paths.keysFile, { server: name, key });
    const winner = server.key_variables.find((variable) => context.env[variable]);
    if (input.flag("json"))
      printJson(screen, { server: name, path: paths.keysFile, overridden_by: winner ?? null });
    else {
      screen.say(`${name}: ${redactedKey(key)} kept in ${paths.keysFile}`);
      if (winner) screen.say(screen.err.yellow(`${winner} is set and wins over it`));
    }
    return exitCode.done;
  },
};

function checkKey(key: string): string {
  if (/^[\u0021-\u007e]{4,}$/.test(key)) return key;
  throw new InvalidInputError({
    message:
      key === ""
        ? "no key was given; nothing was kept"
        : "what was given is no key: too short, or with a space or another character no key has",
    code: "bad_key",
    remedy: "Copy the key alone, without quotes or spaces.",
    details: { field: "key", allowed: "one line of plain characters" },
  });
}
