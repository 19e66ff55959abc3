import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type TerminalStream<S> = S & { readonly isTTY?: boolean; readonly columns?: number };

export interface Streams {
  stdin: TerminalStream<Readable>;
  /** The answer alone, or one JSON object, or what was asked to be listed. */
  stdout: TerminalStream<Writable>;
  /** Everything else. */
  stderr: TerminalStream<Writable>;
}
