import type { MessageDelta } from "./completion.ts";
import type { ChatMessage, ContentPart, Role } from "./message.ts";
import { mergeValue } from "./merge-value.ts";
import { putFields } from "./put-fields.ts";
import { addReasoningDetails } from "./reasoning-details.ts";
import { ToolCallAccumulator } from "./tool-call-accumulator.ts";
import { joinedBase64 } from "./joined-base64.ts";
import { isWireObject } from "./wire-value.ts";

/** Puts the deltas of one choice together into its message. Nothing is joined before it is asked for. */
export class MessageAccumulator {
  #role = "assistant";
  /** Undefined while no content came; V8 keeps the pieces as a rope until somebody reads it. */
  #text: string | undefined;
  #parts: ContentPart[] | undefined;
  #calls: ToolCallAccumulator | undefined;
  readonly #lists = new Map<string, unknown[]>();
  readonly #fields = new Map<string, unknown>();

  add(delta: MessageDelta): void {
    for (const key in delta) {
      const value = delta[key];
      if (key === "role") {
        if (typeof value === "string" && value !== "") this.#role = value;
        continue;
      }
      if (key === "content" && typeof value === "string") {
        this.#addText(value);
        continue;
      }
      this.#addField(key, value);
    }
  }

  /** The message so far, a value of its own that later deltas do not change. */
  message(): ChatMessage {
    const message: ChatMessage = {
      role: this.#role as Role,
      content: this.#parts ? this.#parts.slice() : (this.#text ?? null),
    };
    putFields(message, this.#fields);
    for (const [key, list] of this.#lists) putFields(message, [[key, list.slice()]]);
    if (this.#calls) message.tool_calls = this.#calls.calls();
    if (isWireObject(message.audio)) message.audio = joinedAudio(message.audio);
    return message;
  }

  #addText(text: string): void {
    if (this.#parts) addParts(this.#parts, [{ type: "text", text }]);
    else this.#text = this.#text === undefined ? text : this.#text + text;
  }

  #addField(key: string, value: unknown): void {
    if (!Array.isArray(value)) {
      if (isListName(key)) return;
      if (key !== "content") this.#fields.set(key, mergeValue(key, this.#fields.get(key), value));
    } else if (key === "content") {
      this.#parts ??= this.#text ? [{ type: "text", text: this.#text }] : [];
      addParts(this.#parts, value);
    } else if (key === "tool_calls") {
      this.#calls ??= new ToolCallAccumulator();
      for (const call of value) if (isWireObject(call)) this.#calls.add(call);
    } else {
      const list = this.#list(key);
      if (key === "reasoning_details") addReasoningDetails(list, value);
      else for (const item of value) list.push(item);
    }
  }

  #list(key: string): unknown[] {
    const list = this.#lists.get(key) ?? [];
    this.#lists.set(key, list);
    return list;
  }
}

/** Fields that are lists in the message: null there means that nothing came. */
function isListName(key: string): boolean {
  return (
    key === "tool_calls" || key === "reasoning_details" || key === "images" || key === "annotations"
  );
}

function joinedAudio(audio: Record<string, unknown>): Record<string, unknown> {
  const { data } = audio;
  return typeof data === "string" ? { ...audio, data: joinedBase64(data) } : audio;
}

/** Text continues the text part before it, unless either says more than text. */
function addParts(parts: ContentPart[], more: readonly unknown[]): void {
  const [first, ...others] = more.filter(isWireObject) as ContentPart[];
  const last = parts.at(-1);
  if (first && last && isPlainText(first) && isPlainText(last)) {
    parts[parts.length - 1] = { type: "text", text: `${last.text}${first.text}` };
  } else if (first) parts.push(first);
  parts.push(...others);
}

function isPlainText(part: ContentPart): part is { type: "text"; text: string } {
  return part.type === "text" && typeof part["text"] === "string" && Object.keys(part).length === 2;
}
