/** A piece that ends here may be half of something: of a character in two UTF-16 units, or of a line's end. */
const half = /[\r\ud800-\udbff]$/;

/** Text that comes in pieces, given out in whole characters: what a piece breaks in two waits for the next. */
export class HeldText {
  #held = "";

  /** What can be shown now. */
  take(piece: string): string {
    const text = this.#held + piece;
    this.#held = half.exec(text)?.[0] ?? "";
    return text.slice(0, text.length - this.#held.length);
  }

  /** What still waits when nothing more comes. */
  rest(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }
}
