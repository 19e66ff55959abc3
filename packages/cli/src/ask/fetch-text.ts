import { InvalidInputError } from "@colloquy/core";
import type { HttpResponse } from "@colloquy/client";
import type { CommandContext } from "../context.ts";
import { decodeText } from "./decode-text.ts";

const REDIRECTS = 5;
/** More than the longest context window holds. */
const LONGEST_BYTES = 16 * 2 ** 20;

/** The text at an http(s) address. No key goes along, to whatever host it leads. */
export async function fetchText(address: string, context: CommandContext): Promise<string> {
  let url = new URL(address);
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const response = await get(url, context);
    const { location } = response.headers;
    if (response.status < 300) return decodeText(Buffer.from(textOf(response, address)), address);
    if (response.status >= 400 || typeof location !== "string")
      throw noText(address, `HTTP ${response.status}`);
    url = new URL(location, url);
  }
  throw noText(address, `more than ${REDIRECTS} redirects`);
}

async function get(url: URL, { env, config, signal }: CommandContext): Promise<HttpResponse> {
  const { HttpClient } = await import("@colloquy/client");
  const http = new HttpClient({
    baseUrl: url.origin,
    environment: env,
    bodyLimit: LONGEST_BYTES,
    deadlines: { connect_ms: config.get("connect_timeout") * 1000, total_ms: 60_000 },
  });
  try {
    return await http.get(`${url.pathname}${url.search}`, {
      signal,
      headers: { accept: "text/*, */*;q=0.5" },
    });
  } finally {
    await http.dispose();
  }
}

function textOf(response: HttpResponse, address: string): string {
  const type = response.headers["content-type"];
  if (typeof type === "string" && /^(image|audio|video|font)\/|pdf|zip|octet-stream/i.test(type))
    throw noText(address, `it is ${type}`);
  return response.text();
}

function noText(address: string, why: string): InvalidInputError {
  return new InvalidInputError({
    message: `cannot take text from ${address}: ${why}`,
    code: "unreadable_file",
    remedy: "Look at the address in a browser, or give a file.",
    details: { field: "file", given: address },
  });
}
