import { InvalidInputError } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { readSource } from "./read-source.ts";
import { readStdin } from "./read-stdin.ts";

interface QuestionParts {
  /** What was typed. */
  words: readonly string[];
  /** `-f`: paths, addresses, `-` for the place of standard input. */
  files: readonly string[];
}

/**
 * The text to ask: files, standard input and the words typed, joined by a blank line. Standard input
 * comes before the words, or where `-f -` puts it. Throws `InvalidInputError` when there is nothing.
 */
export async function readQuestion(
  context: CommandContext,
  { words, files }: QuestionParts,
): Promise<string> {
  const piped = await readStdin(context);
  const parts: string[] = [];
  for (const file of files) parts.push(file === "-" ? piped : await readSource(context, file));
  if (!files.includes("-")) parts.push(piped);
  parts.push(words.join(" "));
  const question = parts
    .map(withoutLastBreak)
    .filter((part) => part.trim() !== "")
    .join("\n\n");
  if (question === "") throw nothingToAsk();
  return question;
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, "");
}

function nothingToAsk(): InvalidInputError {
  return new InvalidInputError({
    message: "there is nothing to ask: no words, no file, and standard input is empty",
    code: "empty_question",
    remedy: 'For example: colloquy "What is the capital of France?"',
  });
}
