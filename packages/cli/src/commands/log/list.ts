import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortId } from "../../render/short-id.ts";
import { when } from "../../render/when.ts";

/** Conversations, the last one first. */
export const logList: Command = {
  name: "log list",
  summary: "Lists conversations, the last one first.",
  options: [
    { flags: "-n, --limit <count>", about: "at most this many (20)" },
    { flags: "--before <time>", about: "only those last used before this time (ISO 8601)" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy log list -n 5"],
  async run(context, input) {
    const { conversations } = await context.store();
    const before = input.text("before");
    const found = await conversations.list({
      limit: input.count("limit") ?? 20,
      ...(before !== undefined && { before: isoTime(before) }),
    });
    const { print, line, say, out } = context.screen;
    if (input.flag("json")) print(`${JSON.stringify({ conversations: found })}\n`);
    else if (found.length === 0) say('nothing was said yet; begin: colloquy "…"');
    else
      for (const { id, title, updated_at } of found)
        line(
          `${out.cyan(shortId(id))}  ${out.dim(when(updated_at))}  ${sanitise(title ?? "untitled")}`,
        );
    return exitCode.done;
  },
};

function isoTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
