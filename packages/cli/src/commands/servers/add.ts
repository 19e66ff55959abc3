import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { changeConfigFile, withEntry } from "../../config/change-config-file.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";
import { knownServers, withoutSlash } from "../../server/known-servers.ts";

/** Adds a server. */
export const serversAdd: Command = {
  name: "servers add",
  summary: "Adds a server that speaks OpenAI's protocol; its models are then NAME:model.",
  arguments: "<name> <url>",
  options: [
    { flags: "--key-name <variable>", about: "the environment variable that holds its key" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy servers add groq https://api.groq.com/openai/v1 --key-name GROQ_API_KEY",
    "colloquy servers add box http://192.168.0.7:8080/v1",
  ],
  async run({ config, paths, screen }, input) {
    const [given = "", url = ""] = input.words;
    const name = checkName(given);
    const key_variable = checkVariable(input.text("keyName"));
    const value = { base_url: checkUrl(url), ...(key_variable && { key_variable }) };
    const replaced = Object.hasOwn(config.file.servers, name) || isKnown(name);
    await changeConfigFile(paths.configFile, (raw) =>
      withEntry(raw, { section: "servers", name, value }),
    );
    if (input.flag("json")) printJson(screen, { server: { name, ...value } });
    else {
      screen.say(`${name}: ${value.base_url}${replaced ? " (in place of the former one)" : ""}`);
      screen.say(screen.err.dim(`its models: colloquy models list --server ${name}`));
      screen.say(screen.err.dim(`ask one: colloquy -m ${name}:MODEL "…"`));
    }
    return exitCode.done;
  },
};

function isKnown(name: string): boolean {
  return knownServers.some((server) => server.name === name);
}

function checkName(name: string): string {
  if (/^[a-z][a-z0-9_-]*$/i.test(name) && name !== "hf" && !/^https?$/.test(name)) return name;
  throw new InvalidInputError({
    message: `${JSON.stringify(name)} is no name for a server`,
    remedy: "Use a word of letters, digits and hyphens: groq, box-2.",
    details: { field: "name", given: name },
  });
}

function checkUrl(given: string): string {
  const url = URL.parse(given);
  const fault =
    !url || !/^https?:$/.test(url.protocol)
      ? "is not an address that begins with http:// or https://"
      : url.username || url.password
        ? "holds a user name or password"
        : url.search || url.hash
          ? "has a part after ? or #"
          : undefined;
  if (!fault) return withoutSlash(given);
  // A password in the address must not come back in the error.
  const shown = url?.password ? `${url.protocol}//…@${url.host}${url.pathname}` : given;
  throw new InvalidInputError({
    message: `${shown} ${fault}`,
    remedy: "Give the address up to /v1: https://host/v1. A key goes with `colloquy keys set`.",
    details: { field: "url", given: shown, allowed: "http(s)://host[:port]/path" },
  });
}

function checkVariable(name: string | undefined): string | undefined {
  if (name === undefined || /^[A-Za-z_]\w*$/.test(name)) return name;
  throw new InvalidInputError({
    message: "--key-name is no name of a variable",
    remedy: "Give the variable's name, such as GROQ_API_KEY, never the key itself.",
    details: { field: "key-name", allowed: "letters, digits and _" },
  });
}
