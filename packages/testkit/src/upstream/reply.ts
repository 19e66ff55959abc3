import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { UpstreamSettings } from "./upstream-settings.ts";

type Headers = Readonly<Record<string, string>>;
type Bytes = string | Uint8Array;

/** Thrown inside a scenario when there is nobody left to answer; the server expects it. */
export class ClientLeft extends Error {}

export interface ReplyContext {
  settings: UpstreamSettings;
  /** Counters that live as long as the upstream, apart for each scenario. */
  memory: Map<string, number>;
  /** Aborted when the upstream closes. */
  closing: AbortSignal;
  /** Base URL of another origin on this machine, for redirects. */
  strangerUrl: string;
}

/**
 * The ways to answer a request, from well-formed JSON down to a reset socket. Everything that waits ends by
 * throwing `ClientLeft` when the client closes its connection, so that a scenario reads as a straight line.
 */
export class Reply {
  readonly settings: UpstreamSettings;
  readonly memory: Map<string, number>;
  readonly strangerUrl: string;
  readonly #response: ServerResponse;
  readonly #closing: AbortSignal;
  #signal: AbortSignal | undefined;

  constructor(response: ServerResponse, context: ReplyContext) {
    this.#response = response;
    this.#closing = context.closing;
    this.settings = context.settings;
    this.memory = context.memory;
    this.strangerUrl = context.strangerUrl;
  }

  /** Aborted when the client leaves or the upstream closes. Made on demand: `instant` never waits. */
  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    const gone = new AbortController();
    if (this.#response.destroyed) gone.abort();
    this.#response.once("close", () => gone.abort());
    this.#signal = AbortSignal.any([gone.signal, this.#closing]);
    return this.#signal;
  }

  get headersSent(): boolean {
    return this.#response.headersSent;
  }

  /** Adds one to a counter of this scenario and returns it, from 1. */
  count(name: string): number {
    const next = (this.memory.get(name) ?? 0) + 1;
    this.memory.set(name, next);
    return next;
  }

  /** Sends status and headers at once. */
  head(status: number, headers: Headers = {}): void {
    this.#response.writeHead(status, headers);
    this.#response.flushHeaders();
  }

  /** Sends status 200 and the headers of an event stream. */
  sse(headers: Headers = {}): void {
    this.head(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache",
      ...headers,
    });
  }

  /** Sends one value as a JSON body with its length. */
  json(status: number, value: unknown, headers: Headers = {}): void {
    this.bytes(status, JSON.stringify(value), { "content-type": "application/json", ...headers });
  }

  /** Sends a whole body with its length. */
  bytes(status: number, body: Bytes, headers: Headers): void {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    this.#response.writeHead(status, { "content-length": bytes.byteLength, ...headers });
    this.#response.end(bytes);
  }

  /** Sends bytes as an HTTP chunk of their own and waits until the socket takes more. */
  async write(bytes: Bytes): Promise<void> {
    this.#check();
    if (this.#response.write(bytes)) return;
    await once(this.#response, "drain", { signal: this.signal }).catch(() => undefined);
    this.#check();
  }

  /** Sends texts one by one, `pause_ms` (default `token_ms`) apart. */
  async writeAll(texts: readonly Bytes[], pause_ms = this.settings.token_ms): Promise<void> {
    for (const text of texts) {
      await this.write(text);
      await this.pause(pause_ms);
    }
  }

  end(bytes: Bytes = ""): void {
    this.#response.end(bytes);
  }

  async pause(milliseconds: number): Promise<void> {
    this.#check();
    await sleep(milliseconds, undefined, { signal: this.signal }).catch(() => this.#check());
  }

  /** Sends bytes that are no HTTP at all, and closes. */
  garbage(bytes: Bytes): void {
    this.#response.socket?.end(bytes);
  }

  /** Closes the kept connection after the answer was sent, without having said so. */
  closeAfter(milliseconds: number): void {
    const { socket } = this.#response;
    this.#response.once("finish", () => void sleep(milliseconds).then(() => socket?.destroy()));
  }

  /** Resets the connection (RST) once what was written had time to leave. */
  async reset(): Promise<void> {
    await this.pause(this.settings.gap_ms);
    this.#response.socket?.resetAndDestroy();
  }

  /** Closes the connection (FIN) in the middle of the body: no last chunk, or too few bytes. */
  async hangUp(): Promise<void> {
    await this.pause(this.settings.gap_ms);
    this.#response.socket?.end();
  }

  #check(): void {
    if (this.#closing.aborted || this.#response.destroyed) throw new ClientLeft("the client left");
  }
}
