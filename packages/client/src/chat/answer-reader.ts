import { StringDecoder } from "node:string_decoder";
import {
  completionChunk,
  ProtocolError,
  readChunk,
  readCompletion,
  readWireError,
  redact,
} from "@colloquy/core";
import type { ChatCompletionChunk, WireErrorContext } from "@colloquy/core";
import { createParser } from "eventsource-parser";
import type { EventSourceMessage, EventSourceParser } from "eventsource-parser";
import { tooLarge } from "../http/read-body.ts";
import type { AnswerState } from "./answer-state.ts";

export interface AnswerReaderOptions {
  context: WireErrorContext;
  /** Most bytes of one event, in UTF-16 units. */
  eventLimit: number;
  /** Most bytes of the whole response. */
  bodyLimit: number;
  /** Called at the first keep-alive comment. */
  onComment: (() => void) | undefined;
}

/** White space, and the bytes of a byte-order mark. */
const BLANK_BYTES: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n\uFEFF"));

const OPENING_BYTES: ReadonlySet<number> = new Set(Buffer.from("[{<"));

/**
 * Reads a response's body into an answer's state: server-sent events, or one JSON body, whatever was
 * asked for and whatever the headers say. White space before either is a keep-alive and not kept.
 */
export class AnswerReader {
  readonly #state: AnswerState;
  readonly #options: AnswerReaderOptions;
  #events: EventSourceParser | undefined;
  /** A character may be cut between two reads. */
  #decoder: StringDecoder | undefined;
  #json: Buffer[] | undefined;
  /** The first text of what seems to be a stream, until an event has come of it. */
  #head = "";
  #size = 0;
  #isDone = false;

  constructor(state: AnswerState, options: AnswerReaderOptions) {
    this.#state = state;
    this.#options = options;
  }

  /** Whether the terminator `[DONE]` has come: what follows it says nothing. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the body is one JSON value; undefined until its first character has come. */
  get isWhole(): boolean | undefined {
    return this.#json ? true : this.#events ? false : undefined;
  }

  /** Throws a `ProtocolError` for what is no protocol. */
  feed(bytes: Buffer): void {
    if (this.#isDone) return;
    this.#size += bytes.length;
    if (this.#size > this.#options.bodyLimit) throw tooLarge(this.#options.bodyLimit);
    if (this.#json) this.#json.push(bytes);
    else if (this.#events && this.#decoder) this.#events.feed(this.#decoder.write(bytes));
    else this.#begin(bytes);
  }

  /** The body has ended. A whole JSON answer is finished by that, with or without a finish_reason. */
  end(): void {
    this.#isDone = true;
    if (this.#json) this.#readWhole(joined(this.#json));
    else if (this.#events) this.#endEvents(this.#events);
    else throw this.#protocolError("the response's body is empty: only white space came");
  }

  /** Only a body in JSON begins with a bracket; a page of HTML is read as one, and refused as such. */
  #begin(bytes: Buffer): void {
    const start = bytes.findIndex((byte) => !BLANK_BYTES.has(byte));
    if (start < 0) {
      this.#size = 0;
      return;
    }
    const solid = bytes.subarray(start);
    if (OPENING_BYTES.has(bytes[start] ?? 0)) {
      this.#json = [solid];
      return;
    }
    this.#events = this.#createParser();
    this.#decoder = new StringDecoder("utf8");
    const text = this.#decoder.write(solid);
    this.#head = text.slice(0, EXCERPT);
    this.#events.feed(text);
  }

  /** A last event whose closing blank line is missing counts, unless it was cut within. */
  #endEvents(events: EventSourceParser): void {
    this.#isDone = false;
    try {
      events.feed("\n\n");
    } catch {
      // Cut within: the answer's state says whether anything is missing.
    }
    this.#isDone = true;
    if (this.#head !== "" && !/^(?:data|event|id|retry)?:/.test(this.#head)) {
      throw this.#protocolError(
        `the response is no event stream: ${excerpt(this.#head)}`,
        this.#head,
      );
    }
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
    if (data.length < 16 && data.trim() === "[DONE]") {
      this.#isDone = true;
      return;
    }
    const value = this.#parse(data);
    if (value === undefined) return;
    if (event === "error") this.#add(readChunk(asError(value)));
    else this.#state.add(readChunk(value), data);
  }

  #parse(data: string): unknown {
    try {
      return JSON.parse(data) as unknown;
    } catch (cause) {
      // A proxy may have turned keep-alive comments, or blank lines, into data.
      if (/^\s*(?::|$)/.test(data)) return undefined;
      throw this.#protocolError(
        `an event of the stream is not JSON: ${excerpt(data)}`,
        data,
        cause,
      );
    }
  }

  #readWhole(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const { message } = readWireError(text, this.#options.context);
      throw this.#protocolError(
        `the response's body is not JSON: ${excerpt(message)}`,
        text,
        cause,
      );
    }
    const completion = readCompletion(value);
    if (completion.choices.length === 0 && !completion.error) {
      throw this.#protocolError(`the response holds no answer: ${excerpt(text)}`, text);
    }
    this.#add(completionChunk(completion));
  }

  #add(chunk: ChatCompletionChunk): void {
    this.#state.add(chunk, chunk);
  }

  #protocolError(message: string, raw: string | null = null, cause?: unknown): ProtocolError {
    const { secrets } = this.#options.context;
    return new ProtocolError(
      {
        message: redact(message, secrets),
        raw: raw === null ? null : redact(raw.slice(0, EXCERPT), secrets),
        status: this.#options.context.status ?? null,
        remedy: "Check that this address is a chat-completions API; if it is, try again.",
        retryable: true,
      },
      { cause },
    );
  }
}

const EXCERPT = 2_000;

function joined(parts: readonly Buffer[]): string {
  const [first, ...others] = parts;
  return first && others.length === 0
    ? first.toString("utf8")
    : Buffer.concat(parts).toString("utf8");
}

/** A stream may name an error by the event's type alone. */
function asError(value: unknown): unknown {
  const isMarked = typeof value === "object" && value !== null && "error" in value;
  return isMarked ? value : { error: value };
}

function excerpt(text: string, length = 120): string {
  const line = text
    .slice(0, length * 2)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
