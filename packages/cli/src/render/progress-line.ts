import type { ModelProgress } from "@colloquy/core";
import type { Streams } from "../streams.ts";
import { sanitise } from "./sanitise.ts";
import type { Screen } from "./screen.ts";

/** Says what is being waited for. */
export interface ProgressLine {
  show: (progress: ModelProgress) => void;
  /** Takes the line away again. */
  clear: () => void;
}

/** Off a terminal only what takes longer than this is worth a line. */
const WORTH_SAYING_MS = 2_000;

/** One line that changes in place on a terminal; elsewhere each phrase once, and only if it lasts. */
export function progressLine({ stderr }: Pick<Streams, "stderr">, screen: Screen): ProgressLine {
  return stderr.isTTY ? onTerminal(stderr, screen) : elsewhere(screen);
}

function onTerminal(stderr: Streams["stderr"], screen: Screen): ProgressLine {
  let shown = false;
  return {
    show(progress) {
      const line = fit(`${sanitise(progress.message)}${amount(progress)}`, stderr.columns ?? 80);
      stderr.write(`\r${screen.err.dim(line)}\u001b[K`);
      shown = true;
    },
    clear() {
      if (shown) stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}

function elsewhere(screen: Screen): ProgressLine {
  const said = new Set<string>();
  let last = "";
  let timer: NodeJS.Timeout | undefined;
  return {
    show({ message }) {
      if (message === last) return;
      last = message;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!said.has(message)) screen.say(sanitise(message));
        said.add(message);
      }, WORTH_SAYING_MS);
    },
    clear() {
      clearTimeout(timer);
      last = "";
    },
  };
}

function amount({ done, total }: ModelProgress): string {
  if (done === undefined) return " …";
  if (!total) return ` ${done}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * 20);
  return ` [${"█".repeat(filled)}${"░".repeat(20 - filled)}] ${Math.floor(share * 100)} %`;
}

function fit(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(1, columns - 2))}…`;
}
