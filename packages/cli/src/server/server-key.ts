import { readFileSync } from "node:fs";
import { InvalidInputError, parseJson } from "@colloquy/core";
import type { EnvironmentVariables } from "../environment-variables.ts";
import { withoutSlash, type Server } from "./known-servers.ts";

/** A server as it is to be called now: its address, its key if there is one, and where both come from. */
export interface ServerAccess {
  server: Server;
  base_url: string;
  /** Where the address comes from: a variable's name, or null for the server's own. */
  url_origin: string | null;
  /** Never printed; undefined when there is none. */
  key?: string;
  /** A variable's name, or the keys file. */
  key_origin: string | null;
}

/** Keys by server, from the keys file; one that is not there is empty. */
export function readKeys(file: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return {};
    throw new InvalidInputError(
      { message: `cannot read ${file}: ${String(cause)}`, remedy: "Check the file's rights." },
      { cause },
    );
  }
  const value = text.trim() === "" ? {} : parseJson(text, { source: file });
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/** Looks up address and key: a variable wins over the keys file. */
export function serverAccess(
  server: Server,
  { env, keysFile }: { env: EnvironmentVariables; keysFile: string },
): ServerAccess {
  const url = server.url_variable ? env[server.url_variable] : undefined;
  const variable = server.key_variables.find((name) => env[name]);
  const stored = variable ? undefined : readKeys(keysFile)[server.name];
  const key = variable ? env[variable] : stored;
  return {
    server,
    base_url: withoutSlash(url || server.base_url),
    url_origin: url ? (server.url_variable ?? null) : null,
    ...(key && { key }),
    key_origin: variable ?? (stored ? keysFile : null),
  };
}

/** Refuses to call a server at its own address without a key; at another base URL none is needed. */
export function requireKey({ server, base_url, key }: ServerAccess): void {
  if (key || !server.own_url || base_url !== server.own_url || server.key_variables.length === 0)
    return;
  const [variable] = server.key_variables;
  throw new InvalidInputError({
    message: `no key for ${server.name}; nothing was sent`,
    code: "no_key",
    remedy: `Set ${variable}, or keep one with \`colloquy keys set ${server.name}\`; the model inside needs none (-m smollm2-135m).`,
    details: { field: "key", server: server.name, variables: server.key_variables },
  });
}
