import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { columns } from "../../render/columns.ts";
import { printJson } from "../../render/print-json.ts";
import { describeAccess, type DescribedAccess } from "../../server/describe-access.ts";
import { allServers } from "../../server/known-servers.ts";

/** Every server. */
export const serversList: Command = {
  name: "servers list",
  summary: "Lists every server, its address and where its key comes from.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy servers"],
  run(context, input) {
    const { config, screen } = context;
    const chosen = config.get("server");
    const found = allServers(config.file).map(({ name }) => describeAccess(context.access(name)));
    if (input.flag("json")) printJson(screen, { server: chosen, servers: found });
    else
      for (const line of columns(
        [{ title: "server" }, { title: "address" }, { title: "key" }],
        found.map((each) => [
          `${each.name}${each.name === chosen ? " *" : ""}`,
          `${each.base_url}${each.url_origin ? ` (${each.url_origin})` : ""}`,
          keyWords(each),
        ]),
      ))
        screen.line(line);
    return Promise.resolve(exitCode.done);
  },
};

function keyWords({ key, key_origin, key_variables }: DescribedAccess): string {
  if (key === "set") return `from ${key_origin}`;
  return key === "missing" ? `missing: ${key_variables.join(" or ")}` : "not needed";
}
