import type { Logprobs } from "./completion.ts";
import { mergeValue } from "./merge-value.ts";
import { isWireObject } from "./wire-value.ts";

/** Puts streamed logprobs together: lists grow token by token; null stays null while nothing else comes. */
export class LogprobsAccumulator {
  readonly #fields = new Map<string, unknown>();
  #cameAsObject = false;

  add(logprobs: unknown): void {
    if (!isWireObject(logprobs)) return;
    this.#cameAsObject = true;
    for (const key in logprobs) {
      const value = logprobs[key];
      const had = this.#fields.get(key);
      if (!Array.isArray(value)) this.#fields.set(key, mergeValue(key, had, value));
      else if (Array.isArray(had)) for (const item of value) had.push(item);
      else this.#fields.set(key, value.slice());
    }
  }

  logprobs(): Logprobs | null {
    if (!this.#cameAsObject) return null;
    const copied = [...this.#fields].map(([key, value]) => [
      key,
      Array.isArray(value) ? value.slice() : value,
    ]);
    return { content: null, ...Object.fromEntries(copied) };
  }
}
