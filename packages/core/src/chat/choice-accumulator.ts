import type { Choice, ChunkChoice } from "./completion.ts";
import { LogprobsAccumulator } from "./logprobs-accumulator.ts";
import { MessageAccumulator } from "./message-accumulator.ts";
import { putFields } from "./put-fields.ts";

/** Puts the pieces of one choice together. The first finish_reason stands; a repeated one is ignored. */
export class ChoiceAccumulator {
  readonly index: number;
  readonly #message = new MessageAccumulator();
  readonly #fields = new Map<string, unknown>();
  #logprobs: LogprobsAccumulator | undefined;
  #tokenIds: number[] | undefined;
  #finishReason: string | null = null;
  #nativeReason: string | null | undefined;

  constructor(index: number) {
    this.index = index;
  }

  get finishReason(): string | null {
    return this.#finishReason;
  }

  add(choice: ChunkChoice): void {
    for (const key in choice) {
      switch (key) {
        case "index":
        case "delta":
        case "finish_reason":
          break;
        case "native_finish_reason":
          this.#latchNative(choice);
          break;
        case "logprobs":
          this.#logprobs ??= new LogprobsAccumulator();
          this.#logprobs.add(choice.logprobs);
          break;
        case "token_ids":
          this.#addTokenIds(choice.token_ids);
          break;
        default:
          this.#fields.set(key, choice[key] ?? this.#fields.get(key) ?? null);
      }
    }
    this.#finishReason ??= choice.finish_reason;
    this.#message.add(choice.delta);
  }

  /** The choice so far, a value of its own that later pieces do not change. */
  choice(): Choice {
    const choice: Choice = {
      index: this.index,
      finish_reason: this.#finishReason,
      message: this.#message.message(),
    };
    if (this.#nativeReason !== undefined) choice.native_finish_reason = this.#nativeReason;
    if (this.#logprobs) choice.logprobs = this.#logprobs.logprobs();
    if (this.#tokenIds) choice.token_ids = this.#tokenIds.slice();
    putFields(choice, this.#fields);
    return choice;
  }

  /** The provider's own reason is the one that came with the first finish_reason. */
  #latchNative(choice: ChunkChoice): void {
    const isFirst = this.#finishReason === null && choice.finish_reason !== null;
    if (isFirst) this.#nativeReason = choice.native_finish_reason ?? this.#nativeReason ?? null;
    else this.#nativeReason ??= choice.native_finish_reason ?? null;
  }

  #addTokenIds(ids: unknown): void {
    if (!Array.isArray(ids)) return;
    this.#tokenIds ??= [];
    for (const id of ids) this.#tokenIds.push(id);
  }
}
