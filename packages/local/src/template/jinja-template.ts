import { Template } from "@huggingface/jinja";
import { InvalidInputError, type ChatMessage } from "@colloquy/core";
import type { ChatTemplate, RenderedPrompt } from "./chat-template.ts";
import { plainText } from "./message-text.ts";
import type { SpecialWords, TemplatePiece } from "./special-words.ts";

/** What a model's own template needs of it. */
export interface JinjaVocabulary {
  source: string;
  /** Spellings of the tokens at the beginning and the end of a text; "" for none. */
  bos: string;
  eos: string;
  /** Put first when the template does not, undefined where the model wants none. */
  bosToken: number | undefined;
  /** Token ids of a text, whose special words are only text unless `special`. */
  tokenize(text: string, special: boolean): readonly number[];
  text(tokens: readonly number[]): string;
  special: SpecialWords;
}

/** A run of text to be tokenised as one, tokens as they are, or a message's beginning. */
type Piece = TemplatePiece | { kind: "ids"; ids: readonly number[] };

/** Private-use characters around a number: what stands for a message's text while the template runs. */
const marker = /\uE0F0(\d+)\uE0F1/g;
const mark = (index: number): string => `\uE0F0${index}\uE0F1`;

/**
 * The template a GGUF file brings. It is run on stand-ins for the messages' texts, so that a text is only
 * text even where it spells a control token. A template that looks into the texts cannot be run so; its
 * result is then tokenised as a whole, control words included, as llama.cpp does.
 */
export function jinjaTemplate(vocabulary: JinjaVocabulary): ChatTemplate {
  const template = new Template(vocabulary.source);
  const render = (messages: readonly ChatMessage[]): RenderedPrompt => {
    const texts = messages.map((message, index) => plainText(message, index));
    const whole = run(template, vocabulary, messages, texts);
    const marks = texts.map((_, index) => mark(index));
    const marked = run(template, vocabulary, messages, marks);
    const spoken = [texts, texts.map((text) => text.trim())].find(
      (candidate) => fill(marked, candidate) === whole && inOrder(marked, texts.length),
    );
    if (spoken) return assemble(marked, messages, spoken, vocabulary);
    return {
      lead: withBos(vocabulary.tokenize(whole, true), vocabulary),
      messages: [],
      trail: [],
    };
  };
  const countMessage = (message: ChatMessage): number => {
    try {
      return render([message]).messages[0]?.length ?? 0;
    } catch {
      // Many templates refuse a conversation that does not begin with the user.
      return vocabulary.tokenize(plainText(message, 0), false).length + TYPICAL_FRAME;
    }
  };
  return {
    id: "jinja/1",
    render,
    countMessage,
    countFrame: (messages) => {
      if (messages.length === 0) return { lead: 0, trail: 0 };
      const { lead, messages: blocks, trail } = render(messages);
      const counted = messages.reduce((sum, message) => sum + countMessage(message), 0);
      return { lead: lead.length + blocks.flat().length - counted, trail: trail.length };
    },
    continuation: () => undefined,
  };
}

/** Tokens most templates put around a message. */
const TYPICAL_FRAME = 5;

function run(
  template: Template,
  { bos, eos }: JinjaVocabulary,
  messages: readonly ChatMessage[],
  texts: readonly string[],
): string {
  try {
    return template.render({
      messages: messages.map((message, index) => ({
        role: message.role === "developer" ? "system" : message.role,
        content: texts[index] ?? "",
      })),
      add_generation_prompt: true,
      bos_token: bos,
      eos_token: eos,
    });
  } catch (error) {
    throw new InvalidInputError(
      {
        message: `the model's chat template refuses these messages: ${error instanceof Error ? error.message : String(error)}`,
        code: "template_refused",
        remedy: "Use the roles and the order this model was trained on, or another model.",
        details: { field: "messages" },
      },
      { cause: error },
    );
  }
}

function fill(marked: string, texts: readonly string[]): string {
  return marked.replace(marker, (_, index: string) => texts[Number(index)] ?? "");
}

/** Whether each message stands in the text exactly once and in its place. */
function inOrder(marked: string, count: number): boolean {
  const found = [...marked.matchAll(marker)].map((match) => Number(match[1]));
  return found.length === count && found.every((index, place) => index === place);
}

function assemble(
  marked: string,
  messages: readonly ChatMessage[],
  texts: readonly string[],
  vocabulary: JinjaVocabulary,
): RenderedPrompt {
  const between = marked.split(/\uE0F0\d+\uE0F1/).map((text) => vocabulary.special(text));
  const [before = [], ...after] = between;
  const start = beginning(before, after.at(-1) ?? []);
  const blocks: Piece[][] = [];
  let head: Piece[] = before.slice(start);
  for (const [index, message] of messages.entries()) {
    const following = after[index] ?? [];
    const cut = nextBlock(following);
    blocks.push([
      ...head,
      said(message, texts[index] ?? "", vocabulary),
      ...following.slice(0, cut),
    ]);
    head = following.slice(cut);
  }
  const tokens = (pieces: readonly Piece[]): number[] => tokensOf(pieces, vocabulary);
  return {
    lead: withBos(tokens(before.slice(0, start)), vocabulary, before.length > 0),
    messages: blocks.map(tokens),
    trail: tokens(head),
  };
}

function said(message: ChatMessage, text: string, vocabulary: JinjaVocabulary): Piece {
  const own = message.role === "assistant" ? message.token_ids : undefined;
  return own && own.length > 0 && vocabulary.text(own) === text
    ? { kind: "ids", ids: own }
    : { kind: "text", text };
}

/** Where the next message's part begins in what stands between two texts: at the first token that ends nothing. */
function nextBlock(pieces: readonly TemplatePiece[]): number {
  const place = pieces.findIndex((piece) => piece.kind === "token" && !piece.end);
  return place < 0 ? pieces.length : place;
}

/** Where the first message's part begins: at the last token that also opens the answer. */
function beginning(before: readonly TemplatePiece[], last: readonly TemplatePiece[]): number {
  const opener = last.find((piece) => piece.kind === "token" && !piece.end);
  if (opener?.kind !== "token") return 0;
  const place = before.findLastIndex((piece) => piece.kind === "token" && piece.id === opener.id);
  return Math.max(0, place);
}

/** Text between two control tokens is tokenised as one, wherever it comes from. */
function tokensOf(pieces: readonly Piece[], vocabulary: JinjaVocabulary): number[] {
  const tokens: number[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") tokens.push(...vocabulary.tokenize(text, false));
    text = "";
  };
  for (const piece of pieces) {
    if (piece.kind === "text") {
      text += piece.text;
      continue;
    }
    flush();
    if (piece.kind === "token") tokens.push(piece.id);
    else tokens.push(...piece.ids);
  }
  flush();
  return tokens;
}

function withBos(
  tokens: readonly number[],
  { bosToken }: JinjaVocabulary,
  wanted = true,
): readonly number[] {
  if (!wanted || bosToken === undefined || tokens[0] === bosToken) return tokens;
  return [bosToken, ...tokens];
}
