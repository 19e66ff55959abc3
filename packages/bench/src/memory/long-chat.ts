import { randomFrom, type MessageRecord, type Tokenizer } from "@colloquy/core";

/** The chat whose bill is reckoned: turns of constant size, as in a support or a coding conversation. */
export const CHAT = { turns: 200, user: 60, assistant: 250, system: 800, budget: 8_000 } as const;

/** Made-up words of three syllables, drawn as often as the words of a language are (Zipf's law). */
const SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo".split(" ");
const VOCABULARY = SYLLABLES.flatMap((one) =>
  SYLLABLES.flatMap((two) => SYLLABLES.map((three) => one + two + three)),
);

const FRAME_TOKENS = 4;

/** Counts words: a message of n words takes n + 4. */
export const wordTokenizer: Tokenizer = {
  id: "words/1",
  exact: true,
  bound: 0,
  countText: (text) => (text === "" ? 0 : text.split(/\s+/).length),
  countMessage: (message) =>
    FRAME_TOKENS +
    wordTokenizer.countText(typeof message.content === "string" ? message.content : ""),
  countTemplate: () => ({ lead: 0, trail: 3 }),
  countTools: () => 0,
};

/** A rank with a chance that falls as 1 / rank. */
function drawn(uniform: number): number {
  return Math.floor(VOCABULARY.length ** uniform) - 1;
}

export interface LongChat {
  system: string;
  records: readonly MessageRecord[];
}

/** The same chat for the same seed. */
export function longChat(seed: number, turns: number = CHAT.turns): LongChat {
  const random = randomFrom(seed);
  const text = (tokens: number): string =>
    Array.from({ length: tokens - FRAME_TOKENS }, () => VOCABULARY[drawn(random.uniform())]).join(
      " ",
    );
  const records = Array.from({ length: turns * 2 }, (_, i): MessageRecord => {
    const asked = i % 2 === 0;
    return {
      id: `c${i}`,
      conversation_id: "c",
      parent_id: i === 0 ? null : `c${i - 1}`,
      created_at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      message: {
        role: asked ? "user" : "assistant",
        content: text(asked ? CHAT.user : CHAT.assistant),
      },
      state: "complete",
      answer: null,
    };
  });
  return { system: text(CHAT.system), records };
}
