import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { columns } from "../../render/columns.ts";
import { printJson } from "../../render/print-json.ts";
import { describeAccess } from "../../server/describe-access.ts";
import { allServers } from "../../server/known-servers.ts";
import { redactedKey } from "../../server/write-key.ts";

/** Which servers have a key. */
export const keysList: Command = {
  name: "keys list",
  summary: "Shows which servers have a key and where it comes from, never the key.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy keys"],
  run(context, input) {
    const { screen } = context;
    const found = allServers(context.config.file)
      .map(({ name }) => context.access(name))
      .filter(({ server, key }) => key !== undefined || server.key_variables.length > 0)
      .map((access) => ({
        server: access.server.name,
        state: describeAccess(access).key,
        origin: access.key_origin,
        shown: access.key === undefined ? null : redactedKey(access.key),
        variables: access.server.key_variables,
      }));
    if (input.flag("json")) printJson(screen, { keys: found });
    else
      for (const line of columns(
        [{ title: "server" }, { title: "key" }, { title: "from" }],
        found.map(({ server, state, origin, shown, variables }) => [
          server,
          shown ?? state,
          origin ?? `set ${variables.join(" or ")}, or: colloquy keys set ${server}`,
        ]),
      ))
        screen.line(line);
    return Promise.resolve(exitCode.done);
  },
};
