import { mkdirSync, readFileSync, readdirSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EnvironmentVariables } from "../environment-variables.ts";

/** Remembers which conversation a terminal was in, so that `-c` means the one on this screen. */
export interface TerminalMemory {
  /** Undefined for a terminal without one, and where there is no terminal. */
  recall: () => string | undefined;
  remember: (conversationId: string) => void;
}

const OLD_MS = 30 * 24 * 3_600_000;

/** Memory of one terminal in a file of its own; what cannot be written is not worth an error. */
export function terminalMemory(stateFolder: string, identity: string | undefined): TerminalMemory {
  const folder = path.join(stateFolder, "terminals");
  const file = identity === undefined ? undefined : path.join(folder, identity);
  return {
    recall: () => (file === undefined ? undefined : readOr(file)),
    remember(conversationId) {
      if (file === undefined) return;
      try {
        if (readOr(file) === undefined) {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          forgetOld(folder);
        }
        writeFileSync(file, conversationId, { mode: 0o600 });
      } catch {
        // The store has the conversation; only the shortcut is lost.
      }
    },
  };
}

/**
 * Names this terminal: on Linux its device and session, also when every stream is redirected; else what
 * the terminal program says in its variables. Undefined without a terminal.
 */
export function terminalIdentity(env: EnvironmentVariables): string | undefined {
  const status = readOr("/proc/self/stat");
  if (status !== undefined) {
    const [, , , session, device] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (device && device !== "0") return `tty${device}-${session}`;
  }
  const named = ["TERM_SESSION_ID", "ITERM_SESSION_ID", "WT_SESSION", "TMUX_PANE", "WINDOWID"];
  const name = named.find((variable) => env[variable]);
  return name && `${name}-${env[name]}`.replace(/[^\w.-]/g, "_").slice(0, 100);
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > OLD_MS) unlinkSync(file);
  }
}
