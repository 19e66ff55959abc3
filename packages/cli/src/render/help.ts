import type { CommandEntry } from "../command.ts";

/** The help of the command itself: what there is, without loading any of it. */
export function topHelp(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `Usage: colloquy [command] [options] ["a question"]

A workbench for conversations with language models. Without a command it asks:
  colloquy "What is the capital of France?"        the model inside, no key needed
  colloquy -m author/slug "…"                      any model on OpenRouter
  cat notes.txt | colloquy "sum this up" > out     stdin and argument are joined

Commands:
${lines.join("\n")}

Each has its own help: colloquy COMMAND --help.  \`ask\` or \`--\` before the text forces a question.
`;
}
