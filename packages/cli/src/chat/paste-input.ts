import { Transform, type TransformCallback } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { ReadStream } from "node:tty";
import type { Streams } from "../streams.ts";

/** Stands on the line for a line break inside a message: only Enter ends the message. */
export const LINE_BREAK = "␊";

/** What asks a terminal to mark what is pasted, and what takes that back. */
export const MARK_PASTES = { on: "\u001b[?2004h", off: "\u001b[?2004l" } as const;

const BEGIN = "\u001b[200~";
const END = "\u001b[201~";

/**
 * Keys from a terminal that marks what is pasted. A paste becomes text on the line, its line breaks shown,
 * so that nothing of it is sent before Enter and no key hidden in it is obeyed.
 */
export class PasteInput extends Transform {
  readonly isTTY = true;
  readonly #source: Streams["stdin"];
  readonly #decoder = new StringDecoder("utf8");
  #isPasting = false;
  /** The beginning of a mark whose rest is still to come. */
  #rest = "";

  constructor(source: Streams["stdin"]) {
    super({ encoding: "utf8" });
    this.#source = source;
    source.pipe(this);
  }

  setRawMode(on: boolean): this {
    if (this.#source instanceof ReadStream) this.#source.setRawMode(on);
    return this;
  }

  /** Reads no more, so that the process can end. */
  release(): void {
    this.#source.unpipe(this);
    this.#source.pause();
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    done(null, this.#plain(this.#rest + this.#decoder.write(chunk)));
  }

  #plain(text: string): string {
    let plain = "";
    let left = text;
    for (;;) {
      const mark = this.#isPasting ? END : BEGIN;
      const place = left.indexOf(mark);
      const end = place < 0 ? left.length - this.#begun(left, mark) : place;
      plain += this.#isPasting ? pasted(left.slice(0, end)) : left.slice(0, end);
      this.#rest = place < 0 ? left.slice(end) : "";
      if (place < 0) return plain;
      left = left.slice(end + mark.length);
      this.#isPasting = !this.#isPasting;
    }
  }

  /** How much of a mark the text ends with. Outside a paste a lone escape is the key. */
  #begun(text: string, mark: string): number {
    const least = this.#isPasting ? 1 : 2;
    for (let length = mark.length - 1; length >= least; length--)
      if (text.endsWith(mark.slice(0, length))) return length;
    return 0;
  }
}

function pasted(text: string): string {
  return text
    .replaceAll(/\r\n?|\n/g, LINE_BREAK)
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
