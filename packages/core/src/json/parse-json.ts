import { InvalidInputError } from "../error/errors.ts";
import { findJsonFault } from "./json-fault.ts";
import type { JsonFault } from "./json-fault.ts";

/**
 * Reads JSON text; a byte-order mark is ignored. Throws an `InvalidInputError` whose message names
 * `source`, line, column and the line itself, and whose `details` hold `source`, `line`, `column`
 * (both from 1), `line_text`, `caret` (spaces and '^', to print under it) and `expected`.
 */
export function parseJson(text: string, options: { source?: string } = {}): unknown {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch (cause) {
    const fault = findJsonFault(plain) ?? { offset: 0, expected: "JSON" };
    throw faultError(plain, fault, { source: options.source ?? "JSON", cause });
  }
}

function faultError(
  text: string,
  { offset, expected }: JsonFault,
  { source, cause }: { source: string; cause: unknown },
): InvalidInputError {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const shown = excerpt(text.split(/\r\n|\n|\r/)[line - 1] ?? "", column);
  const found = foundAt(text, offset);
  return new InvalidInputError(
    {
      message: `${source}, line ${line}, column ${column}: expected ${expected}, found ${found}, in: ${shown.line_text.trim()}`,
      remedy: "Correct the JSON at that place.",
      details: { source, line, column, expected, found, ...shown },
    },
    { cause },
  );
}

const WIDTH = 100;

/** A long line is cut around the fault; the caret moves along. */
function excerpt(line: string, column: number): { line_text: string; caret: string } {
  const start = Math.max(0, Math.min(column - 1 - WIDTH / 2, line.length - WIDTH));
  const shown = line.slice(start, start + WIDTH).replaceAll("\t", " ");
  return { line_text: shown, caret: `${" ".repeat(column - 1 - start)}^` };
}

function foundAt(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (offset >= text.length) return "the end of the text";
  if (character === "\n" || character === "\r") return "the end of the line";
  return character === "'" ? "a single quote" : `'${character}'`;
}
