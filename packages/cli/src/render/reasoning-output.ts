import type { Streams } from "../streams.ts";
import type { AnswerOutput } from "./answer-output.ts";
import { HeldText } from "./held-text.ts";
import { sanitise } from "./sanitise.ts";
import type { Screen } from "./screen.ts";

/** A model's reasoning, dim on a terminal's stderr as it comes. Elsewhere it is not shown; the store has it. */
export function reasoningOutput({ stderr }: Pick<Streams, "stderr">, screen: Screen): AnswerOutput {
  const held = new HeldText();
  let last = "\n";
  let written = false;
  const put = (text: string): void => {
    if (!stderr.isTTY || text === "") return;
    stderr.write(screen.err.dim(sanitise(text)));
    written = true;
    last = text.at(-1) ?? last;
  };
  return {
    write: (text) => put(held.take(text)),
    end() {
      put(held.rest());
      if (last !== "\n") stderr.write("\n");
      last = "\n";
    },
    get written() {
      return written;
    },
  };
}
