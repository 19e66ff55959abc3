const fence = '"""';

/**
 * Puts lines together to messages: `"""` begins one of several lines, the next `"""` ends it. Gives the
 * message when a line completes one.
 */
export class MessageLines {
  #open: string[] | undefined;

  /** Whether a message of several lines is being typed. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  add(line: string): string | undefined {
    if (this.#open) return this.#more(this.#open, line);
    const start = line.trimStart();
    if (!start.startsWith(fence)) return line;
    this.#open = [];
    return this.#more(this.#open, start.slice(fence.length));
  }

  /** What there is of an unfinished message, when no more lines come. */
  rest(): string | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open?.join("\n").trim() || undefined;
  }

  #more(open: string[], line: string): string | undefined {
    const end = line.trimEnd();
    if (!end.endsWith(fence)) {
      open.push(line);
      return undefined;
    }
    open.push(end.slice(0, -fence.length));
    this.#open = undefined;
    return open.join("\n").replace(/^\n+|\n+$/g, "");
  }
}
