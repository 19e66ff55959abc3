import {
  ApiError,
  InvalidInputError,
  parseJson,
  ProtocolError,
  readWireError,
} from "@colloquy/core";
import type { ResponseHeaders } from "./exchange.ts";
import { headerOf } from "./header-of.ts";
import { redirectError } from "./status-error.ts";

interface ResponseParts {
  status: number;
  headers: ResponseHeaders;
  body: Buffer;
  /** The address that answered, after redirects. */
  url: URL;
  method: string;
  now: number;
  secrets: readonly string[];
  /** Where a redirect leads that was not followed. */
  redirect: URL | undefined;
}

/** A response whose body is here: it can be read in any order, any number of times. */
export class HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly #parts: ResponseParts;

  constructor(parts: ResponseParts) {
    this.status = parts.status;
    this.headers = parts.headers;
    this.url = parts.url.href;
    this.#parts = parts;
  }

  /** Whether the status is one of success, 200 to 299. An error may still stand in the body. */
  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** A header's value, whatever the letters of its name. */
  header(name: string): string | undefined {
    return headerOf(this.headers, name.toLowerCase());
  }

  /** The body as it came, decompressed. */
  bytes(): Buffer {
    return this.#parts.body;
  }

  /** The body as UTF-8 text. */
  text(): string {
    return this.#parts.body.toString("utf8");
  }

  /**
   * The body as JSON, parsed anew at each call; white space around it is no matter. Throws a
   * `ProtocolError` that shows the place where it is none.
   */
  json(): unknown {
    const { method, url } = this.#parts;
    try {
      return parseJson(this.text(), { source: `the response to ${method} ${url.pathname}` });
    } catch (cause) {
      if (!(cause instanceof InvalidInputError)) throw cause;
      const { message, details = {} } = cause.record;
      const remedy = "Read it as text: not every server answers in JSON.";
      throw new ProtocolError({ message, remedy, status: this.status, details }, { cause });
    }
  }

  /** Returns this response if its status is one of success, else throws what the body says as an `ApiError`. */
  raiseForStatus(): this {
    if (this.ok) return this;
    const { redirect, url, now, secrets } = this.#parts;
    if (redirect) throw redirectError(url, redirect, this.status);
    const { status, headers } = this;
    throw new ApiError(readWireError(this.text(), { status, headers, now, secrets }));
  }
}
