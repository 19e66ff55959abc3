import { InvalidInputError } from "@colloquy/core";
import { Dispatchers } from "./dispatchers.ts";
import type { EnvironmentVariables } from "./proxy-for.ts";
import { requestTo } from "./redirect.ts";
import type { WireRequest } from "./redirect.ts";

/** How an app names itself to OpenRouter, for its public rankings. Nothing is sent unless it is set. */
export interface Attribution {
  /** The app's address, its identity there. */
  url?: string;
  /** The name shown. */
  title?: string;
  /** At most two, in lower case with hyphens, such as `cli-agent`. */
  categories?: readonly string[];
}

export interface EndpointOptions {
  /** The API's address up to and with its version: `https://openrouter.ai/api/v1`. */
  baseUrl: string;
  /** Sent as a bearer token, to this origin only. Without it no Authorization is sent. */
  apiKey?: string | undefined;
  /** Further headers for every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  attribution?: Attribution | undefined;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read; the process's own by default. */
  environment?: EnvironmentVariables | undefined;
}

/** What a request adds to its endpoint's own. */
export interface RequestParts {
  headers?: Readonly<Record<string, string>>;
  body?: WireRequest["body"];
  /** Appended to the path; undefined values are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** An API's address with what every request to it carries, and the connections to it. */
export class Endpoint {
  readonly dispatchers: Dispatchers;
  /** What must never stand in an error. */
  readonly secrets: readonly string[];
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: EndpointOptions, connectTimeout: number) {
    const { baseUrl, apiKey = "", headers = {}, environment = process.env } = options;
    this.#base = validBase(baseUrl);
    this.secrets = apiKey === "" ? [] : [apiKey];
    this.#headers = {
      "user-agent": "colloquy",
      ...authorization(apiKey),
      ...attributionHeaders(options.attribution),
      ...lowerCased(headers),
    };
    this.dispatchers = new Dispatchers({ connectTimeout, environment });
  }

  /** A request to a path under the base address. */
  request(
    method: string,
    path: string,
    { headers = {}, body = null, query = {} }: RequestParts = {},
  ): WireRequest {
    const url = new URL(`${this.#base}/${path.replace(/^\/+/, "")}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.append(name, String(value));
    }
    return requestTo({ method, headers: { ...this.#headers, ...lowerCased(headers) }, body }, url);
  }
}

function validBase(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInputError({
      message: `"${baseUrl}" is not the address of an API`,
      remedy: "Give an address that begins with http:// or https://.",
      details: { field: "baseUrl", given: baseUrl, allowed: "http(s)://host[:port]/path" },
    });
  }
  if (url.username || url.password) {
    throw new InvalidInputError({
      message: `the address of ${url.host} holds a user name or password`,
      remedy: "Take it out of the address and set it as the key or as a header.",
      details: { field: "baseUrl", allowed: "http(s)://host[:port]/path" },
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function authorization(apiKey: string): Record<string, string> {
  if (apiKey === "") return {};
  if (!/^[\u0021-\u007e]+$/.test(apiKey)) {
    throw new InvalidInputError({
      message: "the API key holds a space, a line break or another character that no key has",
      remedy: "Copy the key again, without anything around it.",
      details: { field: "apiKey", allowed: "printable ASCII without spaces" },
    });
  }
  return { authorization: `Bearer ${apiKey}` };
}

function attributionHeaders(attribution: Attribution = {}): Record<string, string> {
  const { url, title, categories = [] } = attribution;
  return {
    ...(url ? { "http-referer": url } : {}),
    ...(title ? { "x-openrouter-title": title } : {}),
    ...(categories.length > 0 ? { "x-openrouter-categories": categories.join(",") } : {}),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
