import { readFileSync } from "node:fs";
import { InvalidInputError, parseJson } from "@colloquy/core";

/** A server as added by hand: where it is and which variable holds its key. */
export interface ServerSettings {
  base_url: string;
  /** Name of the environment variable that holds the key; none for a server that asks for none. */
  key_variable?: string;
}

/** A preset as saved by hand: named parameters, perhaps with a system prompt. */
export interface SavedPreset {
  parameters: Readonly<Record<string, unknown>>;
  system?: string;
  description?: string;
}

/** The configuration file as it stands: settings by name, servers, presets. */
export interface ConfigFile {
  settings: Readonly<Record<string, unknown>>;
  servers: Readonly<Record<string, ServerSettings>>;
  presets: Readonly<Record<string, SavedPreset>>;
}

/** Reads the configuration file; one that is not there is empty. Throws `InvalidInputError`. */
export function readConfigFile(file: string): ConfigFile {
  return readConfig(readRawConfig(file), file);
}

/** The file's JSON object as it stands, nothing in it looked at yet. Throws `InvalidInputError`. */
export function readRawConfig(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return {};
    throw new InvalidInputError(
      {
        message: `cannot read ${file}: ${String(cause)}`,
        code: "unreadable_config",
        remedy: "Check the file's rights, and COLLOQUY_HOME if it is set.",
      },
      { cause },
    );
  }
  const value = text.trim() === "" ? {} : parseJson(text, { source: file });
  if (!isRecord(value)) throw wrong(file, "the whole file", value, "a JSON object");
  return value;
}

function readConfig(value: Readonly<Record<string, unknown>>, file: string): ConfigFile {
  const { $schema: _, servers = {}, presets = {}, ...settings } = value;
  if (!isRecord(servers)) throw wrong(file, "servers", servers, "an object of servers by name");
  if (!isRecord(presets)) throw wrong(file, "presets", presets, "an object of presets by name");
  return {
    settings,
    servers: mapValues(servers, (server, name) => readServer(server, `servers.${name}`, file)),
    presets: mapValues(presets, (preset, name) => readPreset(preset, `presets.${name}`, file)),
  };
}

function readServer(value: unknown, field: string, file: string): ServerSettings {
  if (!isRecord(value) || typeof value["base_url"] !== "string")
    throw wrong(file, field, value, '{"base_url": "https://…", "key_variable": "NAME"}');
  const { base_url, key_variable } = value;
  return { base_url, ...(typeof key_variable === "string" && { key_variable }) };
}

function readPreset(value: unknown, field: string, file: string): SavedPreset {
  if (!isRecord(value) || !isRecord(value["parameters"]))
    throw wrong(file, field, value, '{"parameters": {"temperature": 0.2}, "system": "…"}');
  const { parameters, system, description } = value;
  return {
    parameters,
    ...(typeof system === "string" && { system }),
    ...(typeof description === "string" && { description }),
  };
}

function mapValues<T>(
  record: Readonly<Record<string, unknown>>,
  read: (value: unknown, key: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, read(value, key)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(file: string, field: string, given: unknown, allowed: string): InvalidInputError {
  return new InvalidInputError({
    message: `${file}: ${field} is ${JSON.stringify(given)}, it must be ${allowed}`,
    remedy: "Correct it with an editor, or with `colloquy config`.",
    details: { field, given, allowed },
  });
}
