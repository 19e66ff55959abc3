import { AbortedError } from "@colloquy/core";
import type { ColloquyError } from "@colloquy/core";
import type { Dispatcher } from "undici";
import { deadlineError, DeadlineWatch } from "./deadlines.ts";
import type { Deadlines } from "./deadlines.ts";
import type { Dispatchers } from "./dispatchers.ts";
import { Exchange } from "./exchange.ts";
import { redirected } from "./redirect.ts";
import type { WireRequest } from "./redirect.ts";

export interface CallOptions {
  deadlines: Deadlines;
  signal: AbortSignal | undefined;
  /** What is waited for once the request is out: a first token, or a whole body. */
  awaits: "first_token" | "whole";
}

interface Sent {
  exchange: Exchange;
  request: WireRequest;
}

/**
 * One call from the first attempt to the last byte: its deadlines, its cancelling, and whatever exchange
 * is under way. Whatever ends it early ends that exchange too, and so closes the connection.
 */
export class Call {
  readonly watch: DeadlineWatch;
  /** Called once when the call is ended from outside. */
  onEnded: (() => void) | undefined;
  readonly #awaits: "first_token" | "whole";
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#fail(new AbortedError());
  #exchange: Exchange | undefined;
  #failure: ColloquyError | undefined;
  #endPause: (() => void) | undefined;

  constructor({ deadlines, signal, awaits }: CallOptions) {
    this.#awaits = awaits;
    this.watch = new DeadlineWatch(deadlines, (phase) => {
      const error = deadlineError(phase, deadlines);
      // Only the whole call's deadline ends the call: after any other, another attempt may follow.
      if (phase === "total") this.#fail(error);
      else this.#exchange?.fail(error);
    });
    this.#signal = signal;
    if (signal?.aborted) this.#failure = new AbortedError();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Why the call was ended from outside: stopped, or out of time. */
  get failure(): ColloquyError | undefined {
    return this.#failure;
  }

  /**
   * Sends a request, follows redirects as far as they are safe, and resolves when the response's head is
   * there, with the request that it answers.
   */
  async send(dispatchers: Dispatchers, request: WireRequest): Promise<Sent> {
    let current = request;
    for (let hops = 0; ; hops += 1) {
      this.#throwIfFailed();
      this.watch.enter("connect");
      const dispatcher = dispatchers.for(current);
      const ready = dispatcher instanceof Promise ? await dispatcher : dispatcher;
      const exchange = this.#dispatch(ready, current, dispatchers.proxyTo(current));
      await exchange.head();
      const next = redirected(current, exchange, hops);
      if (!next) return { exchange, request: current };
      exchange.abandon();
      current = next;
    }
  }

  /** Waits; ends early, by throwing, when the call ends. */
  async pause(milliseconds: number): Promise<void> {
    this.#throwIfFailed();
    this.watch.enter("pause");
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
    this.#throwIfFailed();
  }

  /** Ends the call, in whatever state it is. */
  close(): void {
    this.watch.stop();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#exchange?.cut();
    if (!this.#endPause) return;
    this.#failure ??= new AbortedError();
    this.#endPause();
  }

  #dispatch(dispatcher: Dispatcher, request: WireRequest, proxy: string | undefined): Exchange {
    this.#throwIfFailed();
    const exchange = new Exchange(request.url, proxy);
    exchange.onConnected = () => this.watch.enter(this.#awaits);
    this.#exchange = exchange;
    const { origin, path, method, headers, body } = request;
    dispatcher.dispatch({ origin, path, method, headers, body }, exchange);
    return exchange;
  }

  #fail(error: ColloquyError): void {
    this.#failure ??= error;
    this.watch.stop();
    this.#exchange?.fail(error);
    this.#endPause?.();
    this.onEnded?.();
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure;
  }
}
