import { InvalidInputError, parseJson, type ChatMessage, type DesignPrompt } from "@colloquy/core";
import { readSource } from "../ask/read-source.ts";
import { readStdin } from "../ask/read-stdin.ts";
import type { CommandContext } from "../context.ts";

interface PromptWords {
  /** Each a prompt of its own. */
  words: readonly string[];
  /** Each the text of one prompt; of a `.jsonl` file every line is one. */
  files: readonly string[];
  system: string | undefined;
  /** What `equals`, `contains` and `number` look for, in all of them. */
  expected: string | undefined;
}

/** The prompts given on the command line; standard input when there is no other. */
export async function readPrompts(
  context: CommandContext,
  { words, files, system, expected }: PromptWords,
): Promise<readonly DesignPrompt[]> {
  const ask = (text: string): DesignPrompt => ({
    messages: withSystem(text, system),
    ...(expected !== undefined && { expected }),
  });
  const prompts = words.map(ask);
  for (const file of files) {
    const text = await readSource(context, file);
    if (file.endsWith(".jsonl")) prompts.push(...readLines(text, { file, ask }));
    else prompts.push(ask(text.replace(/\r?\n$/, "")));
  }
  return prompts;
}

/** What is piped in, as one prompt; nothing on a terminal or when it is empty. */
export async function pipedPrompt(
  context: CommandContext,
  system: string | undefined,
): Promise<readonly DesignPrompt[]> {
  const text = (await readStdin(context)).replace(/\r?\n$/, "");
  return text.trim() === "" ? [] : [{ messages: withSystem(text, system) }];
}

function withSystem(text: string, system: string | undefined): readonly ChatMessage[] {
  const asked: ChatMessage = { role: "user", content: text };
  return system ? [{ role: "system", content: system }, asked] : [asked];
}

function readLines(
  text: string,
  { file, ask }: { file: string; ask: (prompt: string) => DesignPrompt },
): readonly DesignPrompt[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line, { source: `${file}:${index + 1}` });
    if (typeof value === "string") return [ask(value)];
    if (typeof value === "object" && value !== null && "prompt" in value) {
      const { prompt, expected, label } = { expected: undefined, label: undefined, ...value };
      if (typeof prompt === "string")
        return [
          {
            ...ask(prompt),
            ...(typeof label === "string" && { label }),
            ...((typeof expected === "string" || typeof expected === "number") && { expected }),
          },
        ];
    }
    throw new InvalidInputError({
      message: `${file}:${index + 1}: neither a text nor an object with a prompt`,
      remedy: 'For example {"prompt": "What is 2 + 2?", "expected": 4}.',
      details: { field: "prompt", given: value, allowed: "a text or {prompt, expected, label}" },
    });
  });
}
