import { providerName } from "./answer.ts";

type Fields = Record<string, unknown>;

/** An error in the wire's envelope; `error` adds metadata, availability and the like. */
export function errorBody(
  code: number | string,
  message: string,
  { error = {}, body = {} }: { error?: Fields; body?: Fields } = {},
): Fields {
  return { error: { code, message, ...error }, ...body };
}

/** A provider's error, told by a router that adds nothing but its name. */
export function providerError(raw: unknown): { metadata: Record<string, unknown> } {
  return { metadata: { raw, provider_name: providerName, is_byok: false } };
}
