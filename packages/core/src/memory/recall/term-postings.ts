/** Where a term stands on the path, ascending, and how often. */
export interface Postings {
  readonly positions: number[];
  readonly counts: number[];
}

/** Terms as small numbers, and where each stands. The last position can be taken away again. */
export class TermPostings {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #postings: Postings[] = [];

  get size(): number {
    return this.#names.length;
  }

  /** The term's number, -1 when it was never seen. */
  find(term: string): number {
    return this.#ids.get(term) ?? -1;
  }

  /** The term's number, a new one if need be. */
  intern(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#names.length;
    this.#ids.set(term, id);
    this.#names.push(term);
    this.#postings.push({ positions: [], counts: [] });
    return id;
  }

  name(id: number): string {
    return this.#names[id] ?? "";
  }

  at(id: number): Postings | undefined {
    return this.#postings[id];
  }

  add(id: number, position: number, count: number): void {
    const postings = this.#postings[id];
    postings?.positions.push(position);
    postings?.counts.push(count);
  }

  removeLast(id: number): void {
    const postings = this.#postings[id];
    postings?.positions.pop();
    postings?.counts.pop();
  }

  /** Forgets the newest terms that stand nowhere any more, so that numbers depend on the path alone. */
  forgetUnused(): void {
    while (this.#postings.at(-1)?.positions.length === 0) {
      this.#postings.pop();
      this.#ids.delete(this.#names.pop() ?? "");
    }
  }
}
