import { countPrompt, type ChatMessage, type Tokenizer } from "@colloquy/core";
import type { Command } from "../command.ts";
import { readSource } from "../ask/read-source.ts";
import { readStdin } from "../ask/read-stdin.ts";
import { exitCode } from "../exit-code.ts";
import { modelTokenizer } from "../memory/model-tokenizer.ts";
import { printJson } from "../render/print-json.ts";

/** Tokens of a text, for one model. */
export const count: Command = {
  name: "count",
  summary:
    "Counts tokens as a model counts them: exact where its tokenizer is here, else an estimate that says so.",
  arguments: "[file]",
  options: [
    { flags: "-m, --model <model>", about: "the model that counts", setting: "model" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy count notes.txt", "echo hello | colloquy count -m openai/gpt-4o"],
  async run(context, input) {
    const [file] = input.words;
    const text = file === undefined ? await readStdin(context) : await readSource(context, file);
    const name = context.config.get("model");
    const model = await context.model(name, { unasked: true });
    const { memory } = await context.store();
    const tokenizer = await modelTokenizer(model, {
      characters: text.length,
      exact: true,
      lessons: await memory.lessons(name),
      signal: context.signal,
    });
    const tokens = tokenizer.countText(text);
    const message: ChatMessage = { role: "user", content: text };
    const prompt_tokens = countPrompt(tokenizer, [message]);
    const { exact, id } = tokenizer;
    const bound = boundOf(tokenizer, message, tokens);
    const { screen } = context;
    if (input.flag("json"))
      printJson(screen, {
        tokens,
        prompt_tokens,
        exact,
        bound,
        tokenizer: id,
        model: name,
        characters: text.length,
      });
    else {
      screen.print(`${tokens}\n`);
      screen.say(screen.err.dim(`as a message alone in its request: ${prompt_tokens}`));
      if (!exact)
        screen.say(
          screen.err.dim(
            `an estimate for ${name}, by ${id}: within ± ${Math.round(bound * 100)} %`,
          ),
        );
    }
    return exitCode.done;
  },
};

/** The tokenizer's own bound, with what this very text adds to it. */
function boundOf(tokenizer: Tokenizer, message: ChatMessage, tokens: number): number {
  const uncertain = (tokenizer.uncertainty?.(message) ?? 0) / Math.max(1, tokens);
  return Number((tokenizer.bound + uncertain).toFixed(4));
}
