import type { MessageRecord } from "../../conversation/message-record.ts";
import { dayKeys } from "./calendar.ts";
import { termsOf, TERMS_VERSION, type MessageTerms } from "./message-terms.ts";
import { stemWord, wordsOf } from "./stem-word.ts";

/** Where a term stands on the path, ascending, and how often. */
export interface Postings {
  positions: number[];
  counts: number[];
}

/** One message of the path as recall sees it. */
export interface IndexedMessage {
  id: string;
  terms: MessageTerms;
  /** Number of stems. */
  length: number;
  /** Talks are parted by three hours of silence. */
  session: number;
  /** The `name` of the message, "" for none. */
  speaker: string;
  side: "user" | "other";
}

const SESSION_GAP_MS = 3 * 3_600_000;

/**
 * The searchable form of one path of a conversation. Terms belong to a message and are made once; postings,
 * statistics and neighbours are those of the path followed last, so that no sibling branch leaks in. A path
 * that continues the last one costs only its new messages.
 */
export class RecallIndex {
  readonly messages: IndexedMessage[] = [];
  readonly #known: Map<string, MessageTerms>;
  readonly #fresh = new Map<string, MessageTerms>();
  readonly #postings = new Map<string, Postings>();
  readonly #speakers = new Map<string, number>();
  readonly #times: number[] = [];
  readonly #sides = { user: { messages: 0, length: 0 }, other: { messages: 0, length: 0 } };
  #lengthSum = 0;

  /** `kept` are terms from earlier runs, by message id; those of another version are made again. */
  constructor(kept: Iterable<readonly [string, MessageTerms]> = []) {
    this.#known = new Map([...kept].filter(([, terms]) => terms.version === TERMS_VERSION));
  }

  /** Makes the index that of this path, root first. */
  follow(path: readonly MessageRecord[]): void {
    const shared = this.#sharedLength(path);
    while (this.messages.length > shared) this.#removeLast();
    for (let i = shared; i < path.length; i++) {
      const record = path[i];
      if (record) this.#append(record);
    }
  }

  /** Terms made since the last call, for the store to keep; forgets that they were new. */
  takeFresh(): ReadonlyMap<string, MessageTerms> {
    const fresh = new Map(this.#fresh);
    this.#fresh.clear();
    return fresh;
  }

  /** Where the term stands; undefined when nowhere. */
  postings(term: string): Postings | undefined {
    return this.#postings.get(term);
  }

  /** Weight of a term by its rarity on the path (Robertson's idf, never negative). */
  rarity(term: string): number {
    const found = this.#postings.get(term)?.positions.length ?? 0;
    return Math.log(1 + (this.messages.length - found + 0.5) / (found + 0.5));
  }

  get meanLength(): number {
    return this.#lengthSum / Math.max(1, this.messages.length);
  }

  /**
   * How uneven the sides of the conversation are: 0 while neither side's mean length is more than 1.5 times
   * the other's (people talking), 1 from 3 times on (short questions and long replies).
   */
  get spread(): number {
    const { user, other } = this.#sides;
    if (user.length === 0 || other.length === 0) return 0;
    const ratio = user.length / user.messages / (other.length / other.messages);
    return Math.min(1, Math.max(0, (Math.max(ratio, 1 / ratio) - 1.5) / 1.5));
  }

  /** The side whose messages are shorter on average. */
  get shortSide(): IndexedMessage["side"] {
    const { user, other } = this.#sides;
    return user.length * other.messages <= other.length * user.messages ? "user" : "other";
  }

  /** The speaker whom a stem names, if it is part of a speaker's name. */
  speakerNamed(stem: string): string | undefined {
    for (const speaker of this.#speakers.keys()) {
      if (wordsOf(speaker).some((word) => stemWord(word) === stem)) return speaker;
    }
    return undefined;
  }

  /** A message's ancestors never change, so paths that share an id share everything before it. */
  #sharedLength(path: readonly MessageRecord[]): number {
    let low = 0;
    let high = Math.min(path.length, this.messages.length);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (path[middle - 1]?.id === this.messages[middle - 1]?.id) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #append(record: MessageRecord): void {
    const terms = this.#termsFor(record);
    const position = this.messages.length;
    let length = 0;
    for (let i = 0; i < terms.stems.length; i += 2) {
      const count = Number(terms.stems[i + 1]);
      length += count;
      this.#post(String(terms.stems[i]), position, count);
    }
    for (const concept of terms.concepts) this.#post(concept, position, 1);
    for (const date of terms.dates) this.#post(`~${date}`, position, 1);
    const time = Date.parse(record.created_at);
    if (!Number.isNaN(time)) {
      for (const key of dayKeys(new Date(time))) this.#post(`@${key}`, position, 1);
    }
    const speaker = record.message.name ?? "";
    if (speaker) this.#speakers.set(speaker, (this.#speakers.get(speaker) ?? 0) + 1);
    const session = this.#sessionAt(time);
    const side = record.message.role === "user" ? "user" : "other";
    this.messages.push({ id: record.id, terms, length, session, speaker, side });
    this.#times.push(time);
    this.#weigh(side, length, 1);
  }

  #sessionAt(time: number): number {
    const last = this.messages.at(-1);
    if (!last) return 0;
    const silence = time - (this.#times.at(-1) ?? time);
    return silence > SESSION_GAP_MS ? last.session + 1 : last.session;
  }

  #removeLast(): void {
    const last = this.messages.pop();
    if (!last) return;
    const { terms, length, speaker } = last;
    for (let i = 0; i < terms.stems.length; i += 2) this.#unpost(String(terms.stems[i]));
    for (const concept of terms.concepts) this.#unpost(concept);
    for (const date of terms.dates) this.#unpost(`~${date}`);
    const time = this.#times.pop() ?? Number.NaN;
    if (!Number.isNaN(time)) for (const key of dayKeys(new Date(time))) this.#unpost(`@${key}`);
    const left = (this.#speakers.get(speaker) ?? 0) - 1;
    if (left > 0) this.#speakers.set(speaker, left);
    else this.#speakers.delete(speaker);
    this.#weigh(last.side, length, -1);
  }

  #weigh(side: IndexedMessage["side"], length: number, sign: 1 | -1): void {
    this.#lengthSum += sign * length;
    this.#sides[side].length += sign * length;
    this.#sides[side].messages += sign;
  }

  #termsFor(record: MessageRecord): MessageTerms {
    const known = this.#known.get(record.id);
    if (known) return known;
    const terms = termsOf(record);
    this.#known.set(record.id, terms);
    this.#fresh.set(record.id, terms);
    return terms;
  }

  #post(term: string, position: number, count: number): void {
    const postings = this.#postings.get(term);
    if (!postings) {
      this.#postings.set(term, { positions: [position], counts: [count] });
      return;
    }
    postings.positions.push(position);
    postings.counts.push(count);
  }

  #unpost(term: string): void {
    const postings = this.#postings.get(term);
    if (!postings) return;
    postings.positions.pop();
    postings.counts.pop();
    if (postings.positions.length === 0) this.#postings.delete(term);
  }
}
