/** A token of the answer on its way out. */
interface Pending<Extra> {
  id: number;
  text: string;
  extra: Extra;
}

/** Text that is certain now, and the tokens that lie wholly in it. */
export interface Released<Extra> {
  text: string;
  token_ids: number[];
  extras: Extra[];
}

/**
 * Turns an answer's tokens into text as they come: characters that span tokens wait for their last byte,
 * and text that may be the beginning of a stop string waits until it is certain. `Extra` travels along
 * with each token.
 */
export class AnswerText<Extra> {
  readonly #stops: readonly string[];
  /** U+FEFF at the beginning is a part of the answer like any other. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #pending: Pending<Extra>[] = [];
  #stopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "");
  }

  /** Whether a stop string has come; nothing is released after it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  push(id: number, bytes: Uint8Array, extra: Extra): Released<Extra> {
    this.#pending.push({ id, text: this.#decoder.decode(bytes, { stream: true }), extra });
    const text = this.#text();
    const stop = firstOf(text, this.#stops);
    if (stop !== undefined) {
      this.#stopped = true;
      return this.#release(stop, true);
    }
    // A token whose bytes end inside a character has no text yet: it leaves with the token that ends it.
    const certain = text.length - heldBack(text, this.#stops);
    return this.#release(certain, false);
  }

  /** What is left when no more tokens come. */
  end(): Released<Extra> {
    const rest = this.#decoder.decode();
    const last = this.#pending.at(-1);
    if (rest && last) last.text += rest;
    return this.#stopped
      ? { text: "", token_ids: [], extras: [] }
      : this.#release(this.#text().length, true);
  }

  #text(): string {
    return this.#pending.map(({ text }) => text).join("");
  }

  /** Lets `length` characters go. Tokens without text at the end wait for more, unless it is `final`. */
  #release(length: number, final: boolean): Released<Extra> {
    const out: Released<Extra> = { text: "", token_ids: [], extras: [] };
    let whole = 0;
    let place = 0;
    for (const [index, { text }] of this.#pending.entries()) {
      place += text.length;
      if (place > length) break;
      if (text !== "" || final) whole = index + 1;
    }
    for (const { id, text, extra } of this.#pending.slice(0, whole)) {
      out.text += text;
      out.token_ids.push(id);
      out.extras.push(extra);
    }
    this.#pending = this.#pending.slice(whole);
    if (final && out.text.length < length)
      out.text += this.#text().slice(0, length - out.text.length);
    return out;
  }
}

/** Where the earliest of some stop strings begins, undefined when none is there. */
function firstOf(text: string, stops: readonly string[]): number | undefined {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) : undefined;
}

/** Length of the longest end of the text that may become a stop string. */
function heldBack(text: string, stops: readonly string[]): number {
  let held = 0;
  for (const stop of stops)
    for (let length = Math.min(stop.length - 1, text.length); length > held; length--)
      if (text.endsWith(stop.slice(0, length))) held = length;
  return held;
}
