/** Where a text stops being JSON and what would have been right there. `offset` is in UTF-16 units. */
export interface JsonFault {
  offset: number;
  expected: string;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * Finds the first fault in a text that is no JSON; undefined when it is. Engines word their own errors
 * differently and often without a place, so the place is looked for here, after `JSON.parse` has failed.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const scanner = new JsonScanner(text);
  try {
    scanner.document();
    return undefined;
  } catch (fault) {
    if (fault instanceof FaultFound) return { offset: fault.offset, expected: fault.expected };
    throw fault;
  }
}

class FaultFound extends Error {
  readonly offset: number;
  readonly expected: string;

  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
    this.expected = expected;
  }
}

type Container = "list" | "object";

/** Scans without recursion, so that deep nesting cannot exhaust the stack. */
class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    const open: Container[] = [];
    this.#space();
    this.#valueOrOpening(open);
    while (open.length > 0) this.#afterValue(open);
    this.#space();
    if (this.#at < this.#text.length) this.#fail("the end, for the value is complete");
  }

  /** Reads a scalar, or opens a list or object up to its first value. */
  #valueOrOpening(open: Container[]): void {
    for (;;) {
      if (this.#take("[")) {
        this.#space();
        if (this.#take("]")) return;
        open.push("list");
      } else if (this.#take("{")) {
        this.#space();
        if (this.#take("}")) return;
        open.push("object");
        this.#name("a name in double quotes or '}'");
      } else return this.#scalar();
    }
  }

  #afterValue(open: Container[]): void {
    const container = open.at(-1);
    const closing = container === "list" ? "]" : "}";
    this.#space();
    if (this.#take(closing)) {
      open.pop();
    } else if (this.#take(",")) {
      this.#space();
      if (container === "object") this.#name("a name in double quotes");
      this.#valueOrOpening(open);
    } else this.#fail(`',' or '${closing}'`);
  }

  #name(expected: string): void {
    if (this.#text[this.#at] !== '"') this.#fail(expected);
    this.#string();
    this.#space();
    if (!this.#take(":")) this.#fail("':' after the name");
    this.#space();
  }

  #scalar(): void {
    if (this.#text[this.#at] === '"') return this.#string();
    const word = ["true", "false", "null"].find((each) => this.#text.startsWith(each, this.#at));
    if (word) this.#at += word.length;
    else if (!this.#match(NUMBER)) this.#fail("a value");
  }

  #string(): void {
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN_CHARACTERS);
      if (this.#take('"')) return;
      if (this.#text[this.#at] !== "\\") this.#fail("'\"' to end the text");
      if (!this.#match(ESCAPE)) this.#fail("a valid escape such as \\n or \\u00e9");
    }
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(expected: string): never {
    throw new FaultFound(this.#at, expected);
  }
}
