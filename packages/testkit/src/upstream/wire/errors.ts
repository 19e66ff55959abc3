type Fields = Record<string, unknown>;

/** An error in the wire's envelope; `error` adds metadata, availability and the like. */
export function errorBody(
  code: number | string,
  message: string,
  { error = {}, body = {} }: { error?: Fields; body?: Fields } = {},
): Fields {
  return { error: { code, message, ...error }, ...body };
}
