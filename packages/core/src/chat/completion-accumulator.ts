import type { ChatCompletion, ChatCompletionChunk, WireError } from "./completion.ts";
import type { Usage } from "../usage/usage.ts";
import { bringsAnswer } from "./brings-answer.ts";
import { ChoiceAccumulator } from "./choice-accumulator.ts";
import { putFields } from "./put-fields.ts";

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

  add(chunk: ChatCompletionChunk): void {
    for (const key in chunk) {
      switch (key) {
        case "id":
        case "object":
        case "created":
        case "model":
        case "choices":
          break;
        case "usage":
          this.#usage = chunk.usage ?? this.#usage ?? null;
          break;
        case "error":
          this.#error = chunk.error ?? this.#error;
          break;
        default:
          this.#fields.set(key, chunk[key] ?? this.#fields.get(key) ?? null);
      }
    }
    this.#id = chunk.id || this.#id;
    this.#created = chunk.created || this.#created;
    this.#model = chunk.model || this.#model;
    for (const choice of chunk.choices) {
      this.#choice(choice.index).add(choice);
      this.#received ||= bringsAnswer(choice.delta);
    }
  }

  /** The answer so far, a value of its own that later chunks do not change. */
  completion(): ChatCompletion {
    const [only] = this.#choices;
    const inOrder =
      this.#choices.length === 1 && only
        ? [only.choice()]
        : this.#choices
            .toSorted((one, other) => one.index - other.index)
            .map((choice) => choice.choice());
    const completion: ChatCompletion = {
      id: this.#id,
      object: "chat.completion",
      created: this.#created,
      model: this.#model,
      choices: inOrder,
    };
    putFields(completion, this.#fields);
    if (this.#usage !== undefined) completion.usage = this.#usage;
    if (this.#error !== undefined) completion.error = this.#error;
    return completion;
  }

  #choice(index: number): ChoiceAccumulator {
    for (const choice of this.#choices) if (choice.index === index) return choice;
    const added = new ChoiceAccumulator(index);
    this.#choices.push(added);
    if (!this.#answer || index < this.#answer.index) this.#answer = added;
    return added;
  }
}
