import { STATUS_CODES } from "node:http";
import { redactValue } from "@colloquy/core";
import type { HttpResponse } from "@colloquy/client";

/** `404 Not Found`. */
export function statusWords(status: number): string {
  const reason = STATUS_CODES[status];
  return reason ? `${status} ${reason}` : String(status);
}

/** Status line and headers, as `-i` shows them, with the empty line after. */
export function headLines({ status, headers }: Pick<HttpResponse, "status" | "headers">): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}: ${each}`),
  );
  return `${[`HTTP ${statusWords(status)}`, ...lines].join("\n")}\n\n`;
}

/** The response as one object; the body as JSON where it is JSON, else as text. */
export function responseJson(response: HttpResponse): object {
  const { ok, status, url, headers } = response;
  return { ok, status, url: redactValue(url), headers, ...body(response) };
}

function body(response: HttpResponse): { json: unknown } | { text: string } {
  try {
    return { json: response.json() };
  } catch {
    return { text: response.text() };
  }
}
