import type { ChatMessage } from "../chat/message.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * Token counts of stored messages, each made once. `kept` are counts from earlier runs under the same
 * tokenizer id; `fresh` are those made since, for the store to keep.
 */
export class MessageCounts {
  readonly tokenizer: Tokenizer;
  readonly #counts: Map<string, number>;
  readonly #fresh = new Map<string, number>();
  readonly #uncertainties = new Map<string, number>();

  constructor(tokenizer: Tokenizer, kept: Iterable<readonly [string, number]> = []) {
    this.tokenizer = tokenizer;
    this.#counts = new Map(kept);
  }

  /** Tokens of the message with this id, as the prompt holds it. Messages never change, so ids suffice. */
  of(record: { id: string; message: ChatMessage }): number {
    const { factor } = this.tokenizer;
    const counted = this.#counts.get(record.id) ?? this.#count(record);
    return factor === undefined ? counted : Math.ceil(counted * factor);
  }

  #count(record: { id: string; message: ChatMessage }): number {
    const tokens = (this.tokenizer.base ?? this.tokenizer).countMessage(record.message);
    this.#counts.set(record.id, tokens);
    this.#fresh.set(record.id, tokens);
    return tokens;
  }

  /** Tokens by which the count of this message may be off beyond the tokenizer's bound. */
  uncertainty(record: { id: string; message: ChatMessage }): number {
    const known = this.#uncertainties.get(record.id);
    if (known !== undefined) return known;
    const tokens = this.tokenizer.uncertainty?.(record.message) ?? 0;
    this.#uncertainties.set(record.id, tokens);
    return tokens;
  }

  /** Counts made since the last call, and forgets that they were new. */
  takeFresh(): ReadonlyMap<string, number> {
    const fresh = new Map(this.#fresh);
    this.#fresh.clear();
    return fresh;
  }
}
