import type { ChatCompletion, ChatCompletionChunk, WireError } from "./completion.ts";
import type { Usage } from "../usage/usage.ts";
import { ChoiceAccumulator } from "./choice-accumulator.ts";
import { isWireObject } from "./wire-value.ts";

/**
 * Puts the chunks of one answer together as they arrive: cheap per chunk, and `completion()` may be
 * asked at any time, after a cut too. Nothing is lost: fields it does not know are kept, the last value
 * winning at the top level and in a choice, text and lists growing in a delta.
 */
export class CompletionAccumulator {
  #id = "";
  #created = 0;
  #model = "";
  #usage: Usage | null | undefined;
  #error: WireError | undefined;
  #received = false;
  readonly #fields = new Map<string, unknown>();
  readonly #choices: ChoiceAccumulator[] = [];
  #answer: ChoiceAccumulator | undefined;

  /** Whether a part of an answer has come: content, reasoning, a tool call, or the like. */
  get received(): boolean {
    return this.#received;
  }

  /** The finish_reason of the answer, which is the choice with the lowest index; null while there is none. */
  get finishReason(): string | null {
    return this.#answer?.finishReason ?? null;
  }

  /** Adds one chunk and says whether it was progress: a part of the answer, an end, usage or an error. */
  add(chunk: ChatCompletionChunk): boolean {
    let progress = false;
    for (const key in chunk) {
      switch (key) {
        case "id":
        case "object":
        case "created":
        case "model":
        case "choices":
          break;
        case "usage":
          if (isWireObject(chunk.usage)) progress = true;
          this.#usage = chunk.usage ?? this.#usage ?? null;
          break;
        case "error":
          if (chunk.error) progress = true;
          this.#error = chunk.error ?? this.#error;
          break;
        default:
          this.#fields.set(key, chunk[key] ?? this.#fields.get(key) ?? null);
      }
    }
    this.#id = chunk.id || this.#id;
    this.#created = chunk.created || this.#created;
    this.#model = chunk.model || this.#model;
    return this.#addChoices(chunk) || progress;
  }

  /** The answer so far, a value of its own that later chunks do not change. */
  completion(): ChatCompletion {
    return {
      id: this.#id,
      object: "chat.completion",
      created: this.#created,
      model: this.#model,
      ...Object.fromEntries(this.#fields),
      choices: this.#choices
        .toSorted((one, other) => one.index - other.index)
        .map((choice) => choice.choice()),
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  #addChoices(chunk: ChatCompletionChunk): boolean {
    let progress = false;
    for (const choice of chunk.choices) {
      if (this.#choice(choice.index).add(choice)) {
        this.#received = true;
        progress = true;
      }
      if (choice.finish_reason !== null || choice.error) progress = true;
    }
    return progress;
  }

  #choice(index: number): ChoiceAccumulator {
    for (const choice of this.#choices) if (choice.index === index) return choice;
    const added = new ChoiceAccumulator(index);
    this.#choices.push(added);
    if (!this.#answer || index < this.#answer.index) this.#answer = added;
    return added;
  }
}
