/**
 * What kind of thing went wrong. `api`: the server answered with an error; `connection`: no or broken
 * connection; `timeout`: a deadline of ours passed; `interrupted`: an answer broke off; `protocol`: what
 * came was not understood; `invalid_input`: refused before sending; `aborted`: the user stopped it;
 * `model_file`: the local model could not be had; `store`: the store refused.
 */
export type ErrorKind =
  | "api"
  | "connection"
  | "timeout"
  | "interrupted"
  | "protocol"
  | "invalid_input"
  | "aborted"
  | "model_file"
  | "store";

/** What went wrong, as data: survives JSON, holds no secret, and is the same in store, report and `--json`. */
export interface ErrorRecord {
  kind: ErrorKind;
  /** One line a person can read; the upstream's own words where there are any. */
  message: string;
  /** HTTP status, or the numeric code of an in-band error; null when there was none. */
  status: number | null;
  /** The upstream's `error.code` as given, or a code of ours such as `context_length_exceeded`. */
  code: string | number | null;
  error_type: string | null;
  /** Display name of the provider that failed, where known. */
  provider: string | null;
  /** The upstream's innermost reason, as given. */
  raw: unknown;
  /** What the person can do about it, in a sentence. */
  remedy: string | null;
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** Seconds to wait before trying again, where the server said so. */
  retry_after_s: number | null;
  /** Anything else worth keeping: headers, limit_source, field, given, allowed, phase, figures. */
  details?: Readonly<Record<string, unknown>>;
}
