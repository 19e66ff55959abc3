import { InvalidInputError } from "@colloquy/core";

/** The headers of `-H "Name: value"`. Throws `InvalidInputError`; the key's own header is not to be given. */
export function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map(readHeader));
}

function readHeader(line: string): readonly [string, string] {
  const [, name, value] =
    /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw badHeader("-H takes one header: a name, a colon and its value", "-H 'X-Title: my app'");
  if (name.toLowerCase() === "authorization")
    throw badHeader("-H does not take the key", "colloquy keys set");
  return [name.toLowerCase(), value.trim()];
}

/** The value is not repeated: it may be a secret. */
function badHeader(message: string, example: string): InvalidInputError {
  return new InvalidInputError({
    message,
    code: "bad_header",
    remedy: `For example ${example}`,
    details: { field: "header", allowed: "Name: value" },
  });
}
