import { InvalidInputError } from "@colloquy/core";
import type { Dispatcher } from "undici";
import type { EnvironmentVariables } from "./proxy-for.ts";
import { proxyFor } from "./proxy-for.ts";

export interface DispatcherOptions {
  /** Milliseconds after which a connection attempt is given up. */
  connectTimeout: number;
  environment: EnvironmentVariables;
}

/**
 * Connections, pooled by origin and kept alive between calls. The HTTP library is loaded at the first
 * request, and of it only the parts for HTTP/1.1; the proxy part only when a proxy is set.
 */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  readonly #byOrigin = new Map<string, Dispatcher | Promise<Dispatcher>>();
  /** Host and port of the proxy to each origin that has one. */
  readonly #proxies = new Map<string, string>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** The connections to the address's origin; a promise of them the first time. */
  for({ origin, url }: { origin: string; url: URL }): Dispatcher | Promise<Dispatcher> {
    const known = this.#byOrigin.get(origin);
    if (known) return known;
    const creating = this.#create(url);
    this.#byOrigin.set(origin, creating);
    creating.then(
      (created) => this.#byOrigin.get(origin) === creating && this.#byOrigin.set(origin, created),
      () => this.#byOrigin.delete(origin),
    );
    return creating;
  }

  /** Host and port of the proxy on the way to an origin that was connected to; undefined without one. */
  proxyTo({ origin }: { origin: string }): string | undefined {
    return this.#proxies.get(origin);
  }

  /** Closes every connection at once, whatever is under way. */
  async destroy(): Promise<void> {
    const all = [...this.#byOrigin.values()];
    this.#byOrigin.clear();
    await Promise.allSettled(all.map(async (dispatcher) => (await dispatcher).destroy()));
  }

  async #create(url: URL): Promise<Dispatcher> {
    const { connectTimeout, environment } = this.#options;
    // Deadlines are kept by the caller, who can tell a token from a keep-alive; these would not.
    const options = { headersTimeout: 0, bodyTimeout: 0, connectTimeout, allowH2: false };
    const proxy = proxyFor(url, environment);
    const { default: Pool } = await import("undici/lib/dispatcher/pool.js");
    if (proxy === undefined) return new Pool(url.origin, options);
    const uri = validProxy(proxy);
    this.#proxies.set(url.origin, new URL(uri).host);
    const { default: ProxyAgent } = await import("undici/lib/dispatcher/proxy-agent.js");
    const { default: connect } = await import("undici/lib/api/api-connect.js");
    // Imported in parts, dispatchers lack the methods that the whole library puts on them.
    const clientFactory = (origin: URL, poolOptions: object): Dispatcher =>
      Object.assign(new Pool(origin, poolOptions), { connect });
    return new ProxyAgent({ ...options, uri, clientFactory });
  }
}

function validProxy(proxy: string): string {
  const url = URL.parse(proxy);
  if (url && /^(?:https?|socks5?):$/.test(url.protocol)) return url.href;
  throw new InvalidInputError({
    message: "the proxy's address in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not one",
    remedy: "Set it to http://host:port, or unset it.",
    details: { field: "proxy", allowed: "http://, https:// or socks5:// with host and port" },
  });
}
