import { TextDecoder } from "node:util";
import { createParser } from "eventsource-parser";
import type { EventSourceMessage, EventSourceParser } from "eventsource-parser";
import { tooLarge } from "../http/read-body.ts";
import { excerpt, protocolError } from "./protocol-error.ts";
import type { WireErrorContext } from "@colloquy/core";

export interface BodyReaderOptions {
  context: WireErrorContext;
  /** The longest event, in UTF-16 units. */
  eventLimit: number;
  /** The largest response, in bytes. */
  bodyLimit: number;
  /** Called at each keep-alive comment. */
  onComment?: (() => void) | undefined;
}

/** White space, and the bytes of a byte-order mark. */
const BLANK_BYTES: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n\uFEFF"));

const OPENING_BYTES: ReadonlySet<number> = new Set(Buffer.from("[{<"));

/**
 * Takes a response's body apart into JSON texts: the data of each server-sent event, or one JSON body,
 * whatever was asked for and whatever the headers say. White space before either is a keep-alive and not
 * kept. The texts are kept, so that they can be read again when the answer breaks off.
 */
export class BodyReader {
  readonly #options: BodyReaderOptions;
  readonly #texts: string[] = [];
  #taken = 0;
  /** A body of one JSON value, in the pieces in which it came. */
  readonly #json: Buffer[] = [];
  #events: EventSourceParser | undefined;
  /** A character may be cut between two reads. */
  #decoder: TextDecoder | undefined;
  #isWhole: boolean | undefined;
  /** The first text of what seems to be a stream, until an event has come of it. */
  #head = "";
  #size = 0;
  #isDone = false;

  constructor(options: BodyReaderOptions) {
    this.#options = options;
  }

  /** Whether the terminator `[DONE]`, or the end of the body, has come: what follows says nothing. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the body is one JSON value; undefined until its first character has come. */
  get isWhole(): boolean | undefined {
    return this.#isWhole;
  }

  /** The next JSON text, undefined when none is here. */
  take(): string | undefined {
    const text = this.#texts[this.#taken];
    if (text !== undefined) this.#taken += 1;
    return text;
  }

  /** The texts that were taken, in order. */
  get taken(): readonly string[] {
    return this.#texts.slice(0, this.#taken);
  }

  /** Throws a `ProtocolError` for what is no protocol; texts before that can still be taken. */
  feed(bytes: Buffer): void {
    if (this.#isDone) return;
    this.#size += bytes.length;
    if (this.#size > this.#options.bodyLimit) throw tooLarge(this.#options.bodyLimit);
    if (this.#isWhole === undefined) return this.#begin(bytes);
    if (!this.#events || !this.#decoder) this.#json.push(bytes);
    else this.#events.feed(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The body has ended. */
  end(): void {
    const { context } = this.#options;
    if (this.#isWhole) this.#texts.push(Buffer.concat(this.#json).toString("utf8"));
    else if (this.#events) this.#endEvents(this.#events);
    this.#isDone = true;
    if (this.#isWhole === undefined) {
      throw protocolError("the response's body is empty: only white space came", { context });
    }
    if (this.#head !== "" && !/^(?:data|event|id|retry)?:/.test(this.#head)) {
      const message = `the response is no event stream: ${excerpt(this.#head)}`;
      throw protocolError(message, { context, raw: this.#head });
    }
  }

  /** Only a body in JSON begins with a bracket; a page of HTML is read as one, and refused as such. */
  #begin(bytes: Buffer): void {
    const start = bytes.findIndex((byte) => !BLANK_BYTES.has(byte));
    if (start < 0) {
      this.#size = 0;
      return;
    }
    const solid = bytes.subarray(start);
    this.#isWhole = OPENING_BYTES.has(bytes[start] ?? 0);
    if (this.#isWhole) return void this.#json.push(solid);
    this.#events = this.#createParser();
    this.#decoder = new TextDecoder();
    const text = this.#decoder.decode(solid, { stream: true });
    this.#head = text.slice(0, 2_000);
    this.#events.feed(text);
  }

  /** A last event whose closing blank line is missing counts, unless it was cut within. */
  #endEvents(events: EventSourceParser): void {
    const count = this.#texts.length;
    events.feed("\n\n");
    const last = this.#texts.at(-1);
    if (this.#texts.length > count && last !== undefined && !isJson(last)) this.#texts.pop();
  }

  #createParser(): EventSourceParser {
    const { eventLimit, onComment } = this.#options;
    return createParser({
      maxBufferSize: eventLimit,
      onEvent: (event) => this.#onEvent(event),
      onError: (error) => {
        if (error.type === "max-buffer-size-exceeded") throw tooLarge(eventLimit, "one event");
      },
      ...(onComment ? { onComment } : {}),
    });
  }

  #onEvent({ data, event }: EventSourceMessage): void {
    if (this.#isDone || data === "") return;
    this.#head = "";
    if (data.length < 16 && data.trim() === "[DONE]") this.#isDone = true;
    else this.#texts.push(event === "error" ? errorText(data) : data);
  }
}

/** A stream may name an error by the event's type alone. */
function errorText(data: string): string {
  if (!isJson(data)) return JSON.stringify({ error: data });
  const value: unknown = JSON.parse(data);
  const isMarked = typeof value === "object" && value !== null && "error" in value;
  return isMarked ? data : `{"error":${data}}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
