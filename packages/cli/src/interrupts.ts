import { AbortedError } from "@colloquy/core";

/** What Ctrl-C, SIGTERM and a closed terminal do. */
export interface Interrupts {
  /** Aborted when the command is to end. */
  readonly signal: AbortSignal;
  /** Takes Ctrl-C over until the function it returns is called. */
  take(handler: () => void): () => void;
  /** Asks for an end, as Ctrl-C does. */
  end: (reason: string) => void;
  stop: () => void;
}

/** The first Ctrl-C asks for an end; the second does not wait for it. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  let taken: (() => void) | undefined;
  const end = (reason: string): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new AbortedError({ message: reason }));
  };
  const onInterrupt = (): void => (taken ? taken() : end("stopped by the user"));
  const onTerminate = (): void => end("the program was told to end");
  process.on("SIGINT", onInterrupt);
  for (const name of ["SIGTERM", "SIGHUP"] as const) process.on(name, onTerminate);
  return {
    signal: controller.signal,
    end,
    take(handler) {
      taken = handler;
      return () => {
        if (taken === handler) taken = undefined;
      };
    },
    stop() {
      process.off("SIGINT", onInterrupt);
      for (const name of ["SIGTERM", "SIGHUP"] as const) process.off(name, onTerminate);
    },
  };
}
