import type { Screen } from "./screen.ts";
import type { Streams } from "../streams.ts";
import { HeldText } from "./held-text.ts";
import { sanitise } from "./sanitise.ts";

/** Writes an answer to stdout as it comes. */
export interface AnswerOutput {
  write: (text: string) => void;
  /** Ends the last line if the answer did not. */
  end: () => void;
  /** Whether anything was written. */
  readonly written: boolean;
}

/**
 * On a terminal the model's text is made harmless and blank lines before it are left out; in a pipe it
 * passes as it is. `hidden` swallows it, for output that is made of the whole answer.
 */
export function answerOutput(
  { stdout }: Pick<Streams, "stdout">,
  { screen, hidden }: { screen: Screen; hidden: boolean },
): AnswerOutput {
  const terminal = stdout.isTTY === true;
  let last = "\n";
  let written = false;
  const held = new HeldText();
  const put = (text: string): void => {
    const shown = terminal ? harmless(text, written) : text;
    if (shown === "" || hidden) return;
    screen.print(shown);
    written = true;
    last = shown.at(-1) ?? last;
  };
  return {
    write: (text) => put(held.take(text)),
    end() {
      put(held.rest());
      if (last !== "\n") put("\n");
    },
    get written() {
      return written;
    },
  };
}

function harmless(text: string, written: boolean): string {
  const plain = sanitise(text);
  return written ? plain : plain.trimStart();
}
