import type { Exchange } from "./exchange.ts";
import { headerOf } from "./header-of.ts";

/** A request ready for the wire. */
export interface WireRequest {
  method: string;
  url: URL;
  /** Of the address, taken out once: reading them off a URL costs as much as a header. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

/** The same request to another address. */
export function requestTo(
  request: Omit<WireRequest, "url" | "origin" | "path">,
  url: URL,
): WireRequest {
  return { ...request, url, origin: url.origin, path: url.pathname + url.search };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_HOPS = 5;

/** What may be said to a host that the user did not name: nothing that could be a key. */
const HARMLESS: ReadonlySet<string> = new Set(["accept", "user-agent"]);

/**
 * The request that a redirect asks for; undefined when the response is to be taken as it is. Within one
 * origin the request is repeated as it was (after 303 as a GET). To another origin only a GET is
 * followed, without key or other headers: no key and no message goes where the user did not send it.
 */
export function redirected(
  request: WireRequest,
  exchange: Exchange,
  hops: number,
): WireRequest | undefined {
  const target = redirectTarget(request.url, exchange);
  if (!target || hops >= MOST_HOPS) return undefined;
  const isSame = target.origin === request.origin;
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (!isSame && !isReading) return undefined;
  const headers = isSame ? request.headers : harmless(request.headers);
  return exchange.status === 303 && !isReading
    ? requestTo({ method: "GET", headers, body: null }, target)
    : requestTo({ ...request, headers }, target);
}

/** Where a redirect leads; undefined when the response is none. */
export function redirectTarget(from: URL, exchange: Exchange): URL | undefined {
  const location = headerOf(exchange.headers, "location");
  if (!REDIRECTS.has(exchange.status) || location === undefined) return undefined;
  const target = URL.parse(location, from.href);
  return target && /^https?:$/.test(target.protocol) ? target : undefined;
}

function harmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => HARMLESS.has(name.toLowerCase())),
  );
}
