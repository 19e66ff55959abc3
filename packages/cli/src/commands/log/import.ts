import { readSource } from "../../ask/read-source.ts";
import type { Command } from "../../command.ts";
import { readExportFile } from "../../conversation/export-file.ts";
import { exitCode } from "../../exit-code.ts";
import { sanitise } from "../../render/sanitise.ts";
import { counted } from "../../render/counted.ts";

/** Conflicts that are named one by one; `--json` names them all. */
const MOST_NAMED = 10;

/** Takes in what `log export` wrote. */
export const logImport: Command = {
  name: "log import",
  summary:
    "Takes in what `log export` wrote. What is there already stays; other content under the same id is refused.",
  arguments: "<file>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: [
    "colloquy log import all.json",
    "colloquy log export | ssh host colloquy log import -",
  ],
  async run(context, input) {
    const [file = "-"] = input.words;
    const text = await readSource(context, file);
    const { conversations: store } = await context.store();
    const sums = { conversations: 0, messages: 0, unchanged: 0 };
    const conflicts: string[] = [];
    for (const each of readExportFile(text, file)) {
      const result = await store.import(each);
      sums.conversations += result.conversations;
      sums.messages += result.messages;
      sums.unchanged += result.unchanged;
      conflicts.push(...result.conflicts);
    }
    const { print, say, err } = context.screen;
    if (input.flag("json")) print(`${JSON.stringify({ ...sums, conflicts })}\n`);
    else
      say(
        `${counted(sums.conversations, "conversation")} and ${counted(sums.messages, "message")} taken in, ${sums.unchanged} were there already`,
      );
    for (const id of conflicts.slice(0, MOST_NAMED))
      say(
        err.red(
          `refused: ${sanitise(id)} is there already with other content, or follows such a message`,
        ),
      );
    if (conflicts.length > MOST_NAMED)
      say(err.red(`and ${conflicts.length - MOST_NAMED} more refused; --json names them all`));
    return conflicts.length > 0 ? exitCode.failed : exitCode.done;
  },
};
