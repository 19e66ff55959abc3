import {
  textOf,
  type ChatMessage,
  type ContentPart,
  type TemplateTokens,
  type Tokenizer,
} from "@colloquy/core";
import { unusualTokens } from "./unusual-tokens.ts";

/** What a chat request costs around its texts, in OpenAI's published reckoning for its chat models. */
const MESSAGE_TOKENS = 3;
const NAME_TOKENS = 1;
const ANSWER_OPENING_TOKENS = 3;
/** A call's frame besides its name and arguments; measured on OpenAI's models, not published. */
const CALL_TOKENS = 8;
const TOOL_TOKENS = 8;
/** A low-detail image; a detailed one of 1,024 × 1,024 pixels. */
const IMAGE_TOKENS = 85;
const DETAILED_IMAGE_TOKENS = 765;

/** The share of tools that may be off: servers write them in a language of their own, which is not published. */
const TOOLS_BOUND = 0.4;

export interface FramedTokenizerOptions {
  id: string;
  exact: boolean;
  bound: number;
  countText: (text: string) => number;
}

/** A tokenizer of requests from one of texts, by OpenAI's framing. */
export function framedTokenizer(options: FramedTokenizerOptions): Tokenizer {
  const { countText } = options;
  return {
    ...options,
    toolsBound: TOOLS_BOUND,
    countMessage: (message) => messageTokens(message, countText),
    uncertainty: (message) => messageUncertainty(message, options.exact),
    countTemplate: (): TemplateTokens => ({ lead: 0, trail: ANSWER_OPENING_TOKENS }),
    countTools: (tools) =>
      tools.reduce<number>((sum, tool) => sum + TOOL_TOKENS + countText(JSON.stringify(tool)), 0),
  };
}

function messageTokens(message: ChatMessage, countText: (text: string) => number): number {
  let sum = MESSAGE_TOKENS + countText(message.role) + contentTokens(message.content, countText);
  if (message.name) sum += NAME_TOKENS + countText(message.name);
  if (message.tool_call_id) sum += countText(message.tool_call_id);
  for (const call of message.tool_calls ?? []) {
    sum += CALL_TOKENS + countText(call.function.name) + countText(call.function.arguments);
  }
  if (message.reasoning_details) sum += countText(JSON.stringify(message.reasoning_details));
  return sum;
}

const CHARACTERS_A_TOKEN = 4;

/**
 * Tokens by which a message's count may be off beyond the tokenizer's bound. Of pictures, calls, reasoning and
 * parts of other kinds nobody publishes what they take.
 */
function messageUncertainty(message: ChatMessage, exact: boolean): number {
  const { content, tool_calls = [], reasoning_details, reasoning, role } = message;
  let sum = exact ? 0 : Math.ceil(unusualTokens(textOf(message)));
  if (Array.isArray(content)) sum += otherParts(content);
  for (const call of tool_calls) sum += CALL_TOKENS + written(call.function.arguments) / 2;
  if (role === "tool") sum += CALL_TOKENS;
  if (reasoning_details) sum += written(JSON.stringify(reasoning_details));
  if (reasoning) sum += written(reasoning);
  return sum;
}

function otherParts(parts: readonly ContentPart[]): number {
  return parts
    .filter(({ type }) => type !== "text")
    .reduce((sum, part) => sum + partTokens(part, written), 0);
}

/** A rough count, for what is not known any better. */
function written(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

function contentTokens(
  content: ChatMessage["content"],
  countText: (text: string) => number,
): number {
  if (typeof content === "string") return countText(content);
  if (!Array.isArray(content)) return 0;
  const parts: readonly ContentPart[] = content;
  return parts.reduce((sum, part) => sum + partTokens(part, countText), 0);
}

function partTokens(part: ContentPart, countText: (text: string) => number): number {
  if (part.type === "text" && typeof part["text"] === "string") return countText(part["text"]);
  if (part.type !== "image_url") return countText(JSON.stringify(part));
  const image = part["image_url"];
  const low =
    typeof image === "object" && image !== null && "detail" in image && image.detail === "low";
  return low ? IMAGE_TOKENS : DETAILED_IMAGE_TOKENS;
}
