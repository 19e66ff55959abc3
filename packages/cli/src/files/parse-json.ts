import { InvalidInputError } from "@colloquy/core";

/** JSON text → value; the error names `source` and what the parser found. Throws `InvalidInputError`. */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInputError(
      { message: `${source} is not JSON: ${reason}`, remedy: "Correct the text and try again." },
      { cause },
    );
  }
}
