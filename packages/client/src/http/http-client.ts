import { formatJson, InvalidInputError } from "@colloquy/core";
import { Call } from "./call.ts";
import { DEFAULT_DEADLINES } from "./deadlines.ts";
import type { Deadlines } from "./deadlines.ts";
import { Endpoint } from "./endpoint.ts";
import type { EndpointOptions } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { HttpResponse } from "./http-response.ts";
import { readBody } from "./read-body.ts";
import { redirectTarget } from "./redirect.ts";
import type { WireRequest } from "./redirect.ts";

export interface HttpClientOptions extends EndpointOptions {
  /** Default: 15 s to connect, 30 min in total. */
  deadlines?: Partial<Pick<Deadlines, "connect_ms" | "total_ms">> | undefined;
  /** The largest body that is read, in bytes. Default 256 MiB. */
  bodyLimit?: number | undefined;
  /** Epoch milliseconds; the system's clock by default. */
  now?: (() => number) | undefined;
}

export interface HttpRequestOptions {
  /** A value to send as JSON. */
  json?: unknown;
  /** Text or bytes to send as they are, instead of `json`; then its content-type is yours to set. */
  body?: string | Uint8Array | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Appended to the path; undefined values are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each piece of the body as it comes, decompressed; the response has the whole of it all the same. */
  onBody?:
    ((bytes: Uint8Array, head: Pick<HttpResponse, "status" | "headers">) => void) | undefined;
}

/**
 * Any HTTP method against an API. A status of 400 or more is a response like any other: see
 * `HttpResponse.raiseForStatus`. Throws `ConnectionError`, `TimeoutError` and `AbortedError` when there
 * is no response. Nothing is retried.
 */
export class HttpClient {
  readonly #endpoint: Endpoint;
  readonly #deadlines: Deadlines;
  readonly #bodyLimit: number;
  readonly #now: () => number;

  constructor(options: HttpClientOptions) {
    this.#deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
    this.#bodyLimit = options.bodyLimit ?? 256 * 2 ** 20;
    this.#now = options.now ?? ((): number => Date.now());
    this.#endpoint = new Endpoint(options, this.#deadlines.connect_ms);
  }

  get(path: string, options?: HttpRequestOptions): Promise<HttpResponse> {
    return this.request("GET", path, options);
  }

  post(path: string, options?: HttpRequestOptions): Promise<HttpResponse> {
    return this.request("POST", path, options);
  }

  put(path: string, options?: HttpRequestOptions): Promise<HttpResponse> {
    return this.request("PUT", path, options);
  }

  delete(path: string, options?: HttpRequestOptions): Promise<HttpResponse> {
    return this.request("DELETE", path, options);
  }

  /** Any method. `path` is taken under the base address, with or without a leading slash. */
  async request(
    method: string,
    path: string,
    options: HttpRequestOptions = {},
  ): Promise<HttpResponse> {
    const wire = this.#wireRequest(method, path, options);
    const call = new Call({
      deadlines: this.#deadlines,
      signal: options.signal,
      awaits: "whole",
    });
    try {
      const { exchange, request } = await call.send(this.#endpoint.dispatchers, wire);
      const body = await readBody(exchange, this.#bodyLimit, (bytes) =>
        options.onBody?.(bytes, exchange),
      );
      return this.#response(exchange, request, body);
    } finally {
      call.close();
    }
  }

  /** Closes all connections. */
  dispose(): Promise<void> {
    return this.#endpoint.dispatchers.destroy();
  }

  #wireRequest(method: string, path: string, options: HttpRequestOptions): WireRequest {
    const verb = method.toUpperCase();
    if (!/^[A-Z][A-Z-]*$/.test(verb) || verb === "CONNECT") throw badMethod(method);
    const hasJson = options.json !== undefined;
    return this.#endpoint.request(verb, path, {
      headers: {
        accept: "application/json, */*;q=0.5",
        "accept-encoding": "gzip, deflate, br",
        ...(hasJson ? { "content-type": "application/json" } : {}),
        ...options.headers,
      },
      body: hasJson ? formatJson(options.json, { indent: 0 }) : (options.body ?? null),
      query: options.query ?? {},
    });
  }

  #response(exchange: Exchange, request: WireRequest, body: Buffer): HttpResponse {
    return new HttpResponse({
      status: exchange.status,
      headers: exchange.headers,
      body,
      url: request.url,
      method: request.method,
      now: this.#now(),
      secrets: this.#endpoint.secrets,
      redirect: redirectTarget(request.url, exchange),
    });
  }
}

function badMethod(method: string): InvalidInputError {
  return new InvalidInputError({
    message: `"${method}" is not an HTTP method`,
    remedy: "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS.",
    details: { field: "method", given: method, allowed: "GET, POST, PUT, PATCH, DELETE, …" },
  });
}
