import { AbortedError } from "@colloquy/core";

export interface Interrupts {
  readonly signal: AbortSignal;
  stop(): void;
}

/** The first Ctrl-C (or SIGTERM, or a closed terminal) asks for an end; the second does not wait for it. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new AbortedError({ message: "stopped by the user" }));
  };
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    stop: () => names.forEach((name) => process.off(name, stop)),
  };
}
