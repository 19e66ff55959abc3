import { chmod, stat } from "node:fs/promises";
import { readConfigFile, readRawConfig, type ConfigFile } from "./config-file.ts";

/** The file's own JSON object; what is in it that nobody knows stays. */
export type RawConfig = Readonly<Record<string, unknown>>;

/**
 * Changes the configuration file, whole or not at all; it is the person's alone (0600). What results must
 * be a valid file. Throws `InvalidInputError` for a file that is not, `StoreError` when it cannot be written.
 */
export async function changeConfigFile(
  file: string,
  change: (raw: RawConfig) => RawConfig,
): Promise<ConfigFile> {
  readConfigFile(file);
  const { writeJsonFile } = await import("@colloquy/client");
  await writeJsonFile(file, change(readRawConfig(file)), { mode: 0o600 });
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return readConfigFile(file);
}

/** One entry of a section (`servers`, `presets`) set, or taken away when `value` is undefined. */
export function withEntry(
  raw: RawConfig,
  { section, name, value }: { section: "servers" | "presets"; name: string; value?: unknown },
): RawConfig {
  const { [section]: old, ...rest } = raw;
  const entries = Object.entries(isRecord(old) ? old : {}).filter(([each]) => each !== name);
  if (value !== undefined) entries.push([name, value]);
  return entries.length === 0 ? rest : { ...rest, [section]: Object.fromEntries(entries) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
