import { InvalidInputError } from "@colloquy/core";

/** Bytes as text, UTF-8 without its mark. Refuses what is no text by the name of its source. */
export function decodeText(bytes: Uint8Array, source: string): string {
  if (bytes.includes(0))
    throw new InvalidInputError({
      message: `${source} is not text`,
      code: "not_text",
      remedy: "Only text can be sent so far; take the text out of it first.",
      details: { field: "file", given: source, allowed: "text in UTF-8" },
    });
  return new TextDecoder("utf-8").decode(bytes);
}
