import { InvalidInputError } from "../error/errors.ts";

/**
 * A value as JSON text, by default with two spaces of indentation; `indent: 0` gives one line. What JSON
 * cannot say (a cycle, a bigint, undefined at the top) is an `InvalidInputError`, never a gap.
 */
export function formatJson(value: unknown, options: { indent?: number } = {}): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, null, options.indent ?? 2);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw refusal(`this value cannot be written as JSON: ${reason}`, cause);
  }
  if (text === undefined) throw refusal(`${typeof value} cannot be written as JSON`);
  return text;
}

function refusal(message: string, cause?: unknown): InvalidInputError {
  return new InvalidInputError(
    { message, remedy: "Give an object, list, text, number, boolean or null, without cycles." },
    { cause },
  );
}
