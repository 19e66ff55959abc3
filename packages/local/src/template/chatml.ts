import type { ChatMessage } from "@colloquy/core";
import type { ChatTemplate } from "./chat-template.ts";
import { plainText } from "./message-text.ts";

/** What ChatML needs of a model. */
export interface ChatmlVocabulary {
  /** Token ids of a text in which special words are only text. */
  tokenize(text: string): readonly number[];
  /** Text of some tokens. */
  text(tokens: readonly number[]): string;
  /** Ids of `<|im_start|>` and `<|im_end|>`. */
  start: number;
  end: number;
  /** Spoken when the first message is no system message; "" for none. */
  defaultSystem: string;
}

/**
 * ChatML: each message is `<|im_start|>role\ntext<|im_end|>\n`. The markers are tokens of their own and never
 * read out of the text, so no text can pretend to be a marker. A past answer's own tokens are used when
 * they still spell its text: its text, tokenised again, can differ from what the model wrote. An assistant's
 * message at the end is an answer to be written on: it stays open.
 */
export function chatmlTemplate(vocabulary: ChatmlVocabulary): ChatTemplate {
  const { start, end, defaultSystem } = vocabulary;
  const tokenize = remembered((text) => vocabulary.tokenize(text));
  const newline = tokenize("\n");
  const block = (inner: readonly number[]): number[] => [start, ...inner, end, ...newline];
  const trail = [start, ...tokenize("assistant\n")];
  const inner = (message: ChatMessage, index: number): readonly number[] => {
    const content = plainText(message, index);
    const own = message.role === "assistant" ? message.token_ids : undefined;
    if (own && own.length > 0 && vocabulary.text(own) === content)
      return [...trail.slice(1), ...own];
    return tokenize(`${roleName(message)}\n${content}`);
  };
  const render = (message: ChatMessage, index: number): number[] => block(inner(message, index));
  const lead = (first: ChatMessage | undefined): number[] =>
    defaultSystem && first && roleName(first) !== "system"
      ? block(tokenize(`system\n${defaultSystem}`))
      : [];
  return {
    id: `chatml/1${defaultSystem ? "+system" : ""}`,
    render(messages) {
      const last = messages.length - 1;
      const begun = messages[last]?.role === "assistant" ? messages[last] : undefined;
      return {
        lead: lead(messages[0]),
        messages: messages.map((message, index) =>
          message === begun ? [start, ...inner(message, index)] : render(message, index),
        ),
        trail: begun ? [] : trail,
      };
    },
    countMessage: (message) => render(message, 0).length,
    countFrame: ([first]) => ({ lead: lead(first).length, trail: trail.length }),
    continuation: (prompt, answer) => [...prompt, ...answer, end, ...newline, start],
  };
}

/** The wire's `developer` is the system's voice under a newer name. */
function roleName({ role }: ChatMessage): string {
  return role === "developer" ? "system" : role;
}

const REMEMBERED = 4096;

/** A long history is the same text turn after turn; its tokens are kept while it is. */
function remembered(
  tokenize: (text: string) => readonly number[],
): (text: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const tokens = tokenize(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, tokens);
    return tokens;
  };
}
