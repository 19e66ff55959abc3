import type { Tokenizer } from "@colloquy/core";

/** A tokenizer that remembers counts of texts and adds up the time that counting took. */
export interface TimedTokenizer extends Tokenizer {
  readonly spentMs: number;
}

export function timed(tokenizer: Tokenizer): TimedTokenizer {
  let spent = 0;
  const timing = <T>(run: () => T): T => {
    const start = performance.now();
    const value = run();
    spent += performance.now() - start;
    return value;
  };
  return {
    ...tokenizer,
    countText: (text) => timing(() => tokenizer.countText(text)),
    countMessage: (message) => timing(() => tokenizer.countMessage(message)),
    get spentMs() {
      return spent;
    },
  };
}
