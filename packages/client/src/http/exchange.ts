import type { Dispatcher } from "undici";
import { AbortedError, ProtocolError } from "@colloquy/core";
import type { ColloquyError } from "@colloquy/core";
import { connectionFailure } from "./connection-failure.ts";
import { createDecoder } from "./body-decoder.ts";
import type { BodyDecoder } from "./body-decoder.ts";

/** Response headers, names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Unread bytes above which the server is made to wait. */
const HIGH_WATER = 1 << 20;

/**
 * One request on the wire and its response. Bytes are handed over in the batches in which they came, so
 * that a reader awaits once per read of the socket and not once per chunk. Bytes that arrived before a
 * broken connection are still handed over; after `fail` nothing is.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** 0 until the response's head is there. */
  status = 0;
  headers: ResponseHeaders = {};
  /** Called once, when the connection stands and the request goes out. */
  onConnected: (() => void) | undefined;

  readonly #url: URL;
  readonly #proxy: string | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #decoder: BodyDecoder | undefined;
  #batch: Buffer[] = [];
  #unread = 0;
  #isEnded = false;
  #failure: ColloquyError | undefined;
  /** The connection's failure, told after the decoder has given out the rest. */
  #broken: ColloquyError | undefined;
  #isAbandoned = false;
  #wake: (() => void) | undefined;

  /** `proxy` is the host and port of the proxy on the way, if there is one. */
  constructor(url: URL, proxy?: string) {
    this.#url = url;
    this.#proxy = proxy;
  }

  /** Resolves when the response's head is there. Throws how it failed, as a typed error. */
  async head(): Promise<void> {
    while (this.status === 0) {
      if (this.#failure) throw this.#failure;
      await this.#news();
    }
  }

  /** The bytes that came since the last call, at least one; undefined at the end of the body. */
  async next(): Promise<readonly Buffer[] | undefined> {
    for (;;) {
      if (this.#batch.length > 0) return this.#take();
      if (this.#failure) throw this.#failure;
      if (this.#isEnded) return undefined;
      await this.#news();
    }
  }

  /** Ends the exchange now: the connection is closed, unread bytes are dropped, readers get the error. */
  fail(error: ColloquyError): void {
    if (this.#isEnded) return;
    this.#failure = error;
    this.#isEnded = true;
    this.#batch = [];
    this.#controller?.abort(error);
    this.#tell();
  }

  /**
   * Nobody reads on. What little the server still sends is let through, so that the connection can be
   * used again; a server that goes on sending, or does not end, loses it.
   */
  abandon(): void {
    if (this.#isEnded) return;
    this.#batch = [];
    this.#isAbandoned = true;
    this.#unread = 0;
    this.#controller?.resume();
    const patience = setTimeout(() => this.#drop(), 1_000);
    patience.unref();
    this.#wake = () => clearTimeout(patience);
  }

  /** Nobody reads on, and more would come: the connection is closed, unless it was abandoned before. */
  cut(): void {
    if (!this.#isEnded && !this.#isAbandoned) this.fail(new AbortedError());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
    else this.onConnected?.();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    const encoding = headers["content-encoding"];
    if (encoding !== undefined) {
      this.#decoder = createDecoder(String(encoding), {
        data: (bytes) => this.#add(bytes),
        end: () => (this.#broken ? this.#break(this.#broken) : this.#end()),
        error: (error) => this.#break(this.#broken ?? damaged(error)),
      });
    }
    this.#tell();
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.#decoder) this.#decoder.write(bytes);
    else this.#add(bytes);
  }

  onResponseEnd(): void {
    if (this.#decoder) this.#decoder.end();
    else this.#end();
  }

  /** What was decompressed until here is still worth having. */
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure = connectionFailure(error, this.#url, this.#proxy);
    if (!this.#decoder || this.#isEnded) return this.#break(failure);
    this.#broken = failure;
    this.#decoder.end();
  }

  #add(bytes: Buffer): void {
    if (this.#isEnded) return;
    this.#unread += bytes.length;
    if (this.#isAbandoned) {
      if (this.#unread > HIGH_WATER) this.#drop();
      return;
    }
    this.#batch.push(bytes);
    if (this.#unread > HIGH_WATER) this.#controller?.pause();
    this.#tell();
  }

  #take(): readonly Buffer[] {
    const batch = this.#batch;
    this.#batch = [];
    if (this.#unread > HIGH_WATER) this.#controller?.resume();
    this.#unread = 0;
    return batch;
  }

  #drop(): void {
    this.#isEnded = true;
    this.#controller?.abort(new Error("nobody reads on"));
  }

  #end(): void {
    this.#isEnded = true;
    this.#tell();
  }

  #break(error: ColloquyError): void {
    this.#failure ??= error;
    this.#end();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #tell(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

function damaged(cause: Error): ProtocolError {
  return new ProtocolError(
    {
      message: `the response's compressed body is damaged: ${cause.message}`,
      remedy: "Try again; if it stays, look for a proxy between.",
      retryable: true,
    },
    { cause },
  );
}
