import { chmod } from "node:fs/promises";
import { readKeys } from "./server-key.ts";

/** Sets a server's key in the keys file, or takes it away (undefined). The file is its owner's alone (0600). */
export async function writeKey(
  file: string,
  { server, key }: { server: string; key: string | undefined },
): Promise<void> {
  const kept = Object.entries(readKeys(file)).filter(([name]) => name !== server);
  const { writeJsonFile } = await import("@colloquy/client");
  // Before the key is in it: a file from elsewhere may be readable to others.
  await chmod(file, 0o600).catch(() => undefined);
  const entries = key === undefined ? kept : [...kept, [server, key] as const];
  await writeJsonFile(file, Object.fromEntries(entries), { mode: 0o600 });
}

/** What of a key may be shown: enough to tell two apart, nothing of a short one. */
export function redactedKey(key: string): string {
  return key.length < 20 ? "…" : `${key.slice(0, 6)}…${key.slice(-4)}`;
}
