import type { ChatCompletion } from "../chat/completion.ts";
import type { ErrorKind, ErrorRecord } from "./error-record.ts";

type RecordInput = Partial<Omit<ErrorRecord, "kind" | "message">> & { message: string };

/** Fills an error record: what is not said is null, and nothing is retryable unless said. */
export function errorRecord(kind: ErrorKind, input: RecordInput): ErrorRecord {
  return {
    status: null,
    code: null,
    error_type: null,
    provider: null,
    raw: null,
    remedy: null,
    retryable: false,
    retry_after_s: null,
    ...input,
    kind,
  };
}

/** Base of every error Colloquy throws. The data is in `record`; the class only says what to catch. */
export class ColloquyError extends Error {
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord, options?: { cause?: unknown }) {
    super(record.message, options);
    this.name = new.target.name;
    this.record = record;
  }
}

/** The server answered with an error, by status or inside a 200. */
export class ApiError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("api", input), options);
  }
}

/** The connection could not be made, or broke before an answer began. */
export class ConnectionError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("connection", { retryable: true, ...input }), options);
  }
}

/** A deadline passed: `details.phase` is connect, first_token, silence or total. */
export class TimeoutError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("timeout", { retryable: true, ...input }), options);
  }
}

/** What came was not the protocol: no JSON, no choices, only white space. */
export class ProtocolError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("protocol", input), options);
  }
}

/** Refused before anything was sent: `details` holds field, given, allowed. */
export class InvalidInputError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("invalid_input", input), options);
  }
}

/** The user, or the program, stopped it. */
export class AbortedError extends ColloquyError {
  constructor(input: RecordInput = { message: "stopped" }, options?: { cause?: unknown }) {
    super(errorRecord("aborted", input), options);
  }
}

/** The local model's file is missing, damaged or could not be fetched. */
export class ModelFileError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("model_file", input), options);
  }
}

/** The store refused: disk full, read-only, locked, or written by a newer version. */
export class StoreError extends ColloquyError {
  constructor(input: RecordInput, options?: { cause?: unknown }) {
    super(errorRecord("store", input), options);
  }
}

/** An answer broke off after something had arrived. `completion` is what did; `cause` says why. */
export class InterruptedError extends ColloquyError {
  readonly completion: ChatCompletion;

  constructor(input: RecordInput, completion: ChatCompletion, options?: { cause?: unknown }) {
    super(errorRecord("interrupted", input), options);
    this.completion = completion;
  }
}
