import type { MessageRecord } from "../../conversation/message-record.ts";
import { dayKeys } from "./calendar.ts";
import { termsOf, TERMS_VERSION, type MessageTerms } from "./message-terms.ts";
import { stemWord } from "./stem-word.ts";
import { wordsOf } from "./words-of.ts";
import { TermPostings, type Postings } from "./term-postings.ts";

/** One message of the path as recall sees it. */
export interface IndexedMessage {
  id: string;
  /** Numbers of its stems, without repetition, and how often each occurs. */
  stems: readonly number[];
  counts: readonly number[];
  /** Numbers of everything else that it can be found by: kinds, dates. */
  marks: readonly number[];
  /** Number of stems, repetitions counted. */
  length: number;
  /** The `name` of the message, "" for none. */
  speaker: string;
  side: "user" | "other";
}

const SESSION_GAP_MS = 3 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * The searchable form of one path of a conversation. Terms belong to a message and are made once; postings,
 * statistics and neighbours are those of the path followed last, so that no sibling branch leaks in. A path
 * that continues the last one costs only its new messages.
 */
export class RecallIndex {
  readonly messages: IndexedMessage[] = [];
  /** Of each message: its talk, and its number of stems. Talks are parted by three hours of silence. */
  readonly sessions: number[] = [];
  readonly lengths: number[] = [];
  /** Number of stems of each talk. */
  readonly sessionLengths: number[] = [];
  readonly #known: Map<string, MessageTerms>;
  readonly #fresh = new Map<string, MessageTerms>();
  readonly #terms = new TermPostings();
  readonly #speakers = new Map<string, number>();
  /** Speakers by the stems of their names. */
  #named: ReadonlyMap<string, string> | null = null;
  #day = { key: Number.NaN, marks: [] as readonly number[] };
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

  /** The number of a term, -1 when no message has it. */
  termId(term: string): number {
    return this.#terms.find(term);
  }

  termName(id: number): string {
    return this.#terms.name(id);
  }

  /** Terms numbered so far. */
  get termCount(): number {
    return this.#terms.size;
  }

  /** Where the term stands; undefined for a number that is none. */
  postings(id: number): Postings | undefined {
    return this.#terms.at(id);
  }

  /** Weight of a term by its rarity on the path (Robertson's idf, never negative). */
  rarity(id: number): number {
    const found = this.#terms.at(id)?.positions.length ?? 0;
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

  /** Speakers by the stems of their names. */
  get speakerNames(): ReadonlyMap<string, string> {
    this.#named ??= new Map(
      [...this.#speakers.keys()].flatMap((speaker) =>
        wordsOf(speaker).map((word) => [stemWord(word), speaker] as const),
      ),
    );
    return this.#named;
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
    const stems: number[] = [];
    const counts: number[] = [];
    let length = 0;
    for (let i = 0; i < terms.stems.length; i += 2) {
      const id = this.#terms.intern(String(terms.stems[i]));
      const count = Number(terms.stems[i + 1]);
      stems.push(id);
      counts.push(count);
      length += count;
      this.#terms.add(id, position, count);
    }
    const time = Date.parse(record.created_at);
    const marks = this.#marksOf(terms, time);
    for (const id of marks) this.#terms.add(id, position, 1);
    const speaker = record.message.name ?? "";
    if (speaker) this.#speak(speaker, 1);
    this.#join(this.#sessionAt(time), length);
    const side = record.message.role === "user" ? "user" : "other";
    this.messages.push({ id: record.id, stems, counts, marks, length, speaker, side });
    this.#times.push(time);
    this.#weigh(side, length, 1);
  }

  #marksOf({ concepts, dates }: MessageTerms, time: number): readonly number[] {
    const day = this.#dayMarks(time);
    if (concepts.length === 0 && dates.length === 0) return day;
    const marks = [...day];
    for (const concept of concepts) marks.push(this.#terms.intern(concept));
    for (const date of dates) marks.push(this.#terms.intern(`~${date}`));
    return marks;
  }

  /** Numbers of the keys of a message's own day; neighbours are mostly of one day. */
  #dayMarks(time: number): readonly number[] {
    if (Number.isNaN(time)) return [];
    const key = Math.floor(time / DAY_MS);
    if (key !== this.#day.key) {
      const marks = dayKeys(new Date(time)).map((day) => this.#terms.intern(`@${day}`));
      this.#day = { key, marks };
    }
    return this.#day.marks;
  }

  #speak(speaker: string, sign: 1 | -1): void {
    const count = (this.#speakers.get(speaker) ?? 0) + sign;
    if (count === 1 || count === 0) this.#named = null;
    if (count > 0) this.#speakers.set(speaker, count);
    else this.#speakers.delete(speaker);
  }

  #sessionAt(time: number): number {
    const last = this.sessions.at(-1) ?? 0;
    const silence = time - (this.#times.at(-1) ?? time);
    return silence > SESSION_GAP_MS ? last + 1 : last;
  }

  #join(session: number, length: number): void {
    this.sessions.push(session);
    this.lengths.push(length);
    this.sessionLengths[session] = (this.sessionLengths[session] ?? 0) + length;
  }

  #leave(): void {
    const session = this.sessions.pop() ?? 0;
    const length = this.lengths.pop() ?? 0;
    this.sessionLengths[session] = (this.sessionLengths[session] ?? 0) - length;
    if (this.sessions.at(-1) !== session) this.sessionLengths.pop();
  }

  #removeLast(): void {
    const last = this.messages.pop();
    if (!last) return;
    for (const id of last.stems) this.#terms.removeLast(id);
    for (const id of last.marks) this.#terms.removeLast(id);
    this.#terms.forgetUnused();
    this.#day = { key: Number.NaN, marks: [] };
    this.#times.pop();
    this.#leave();
    if (last.speaker) this.#speak(last.speaker, -1);
    this.#weigh(last.side, last.length, -1);
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
}
