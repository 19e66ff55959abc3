import { AbortedError, InvalidInputError, type ConversationRecord } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext, OpenStore } from "../../context.ts";
import { findConversation } from "../../conversation/choose-conversation.ts";
import { exitCode } from "../../exit-code.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { confirm } from "../../render/confirm.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortId } from "../../render/short-id.ts";
import { counted } from "../../render/counted.ts";

/** Erases conversations for good. */
export const logDelete: Command = {
  name: "log delete",
  summary: "Erases conversations: rows, search index and saved prefixes. Asks first.",
  arguments: "[id|title...]",
  options: [
    { flags: "--older-than <days>", about: "those last used longer ago: 90d, 12w, 2y" },
    { flags: "-y, --yes", about: "do not ask" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy log delete 0199aa10-1b2c", "colloquy log delete --older-than 90d"],
  async run(context, input) {
    const { conversations: store } = await context.store();
    const found = await chosen(context, input, store);
    const { print, say } = context.screen;
    if (found.length > 0) await consent(context, input, found);
    if (found.length > 0) await store.delete(found.map(({ id }) => id));
    if (found.length > 0) await forgetPrefixes(context);
    if (input.flag("json")) print(`${JSON.stringify({ deleted: found.map(({ id }) => id) })}\n`);
    else say(`${counted(found.length, "conversation")} erased`);
    return exitCode.done;
  },
};

async function chosen(
  { environment }: CommandContext,
  input: CommandInput,
  store: OpenStore["conversations"],
): Promise<readonly ConversationRecord[]> {
  const age = input.text("olderThan");
  if ((age === undefined) === (input.words.length === 0))
    throw new InvalidInputError({
      message: "log delete: name conversations, or give --older-than, not both",
      remedy: "`colloquy log list` shows their ids.",
      details: { field: "id", given: input.words },
    });
  if (age !== undefined) {
    const before = new Date(environment.now() - milliseconds(age)).toISOString();
    return store.list({ before });
  }
  const found = new Map<string, ConversationRecord>();
  for (const name of input.words) {
    const conversation = await findConversation(store, name);
    found.set(conversation.id, conversation);
  }
  return [...found.values()];
}

const days: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, y: 365 };

function milliseconds(age: string): number {
  const [, count, unit] = /^(\d+)([hdwy])$/.exec(age.trim()) ?? [];
  const factor = unit === undefined ? undefined : days[unit];
  if (count !== undefined && factor !== undefined) return Number(count) * factor * 86_400_000;
  throw new InvalidInputError({
    message: `--older-than ${JSON.stringify(age)}: give a number and a unit`,
    remedy: "For example 90d, 12w, 2y or 36h.",
    details: { field: "older_than", given: age, allowed: "NUMBER followed by h, d, w or y" },
  });
}

async function consent(
  context: CommandContext,
  input: CommandInput,
  found: readonly ConversationRecord[],
): Promise<void> {
  if (input.flag("yes")) return;
  const { streams, screen } = context;
  if (!streams.stdin.isTTY)
    throw new InvalidInputError({
      message: `nothing erased: ${found.length} conversation(s) would be, and nobody is here to confirm it`,
      code: "not_confirmed",
      remedy: "Repeat it with --yes.",
      details: { field: "yes", given: false },
    });
  for (const { id, title } of found.slice(0, 10))
    screen.say(`  ${shortId(id)}  ${sanitise(title ?? "untitled")}`);
  if (found.length > 10) screen.say(`  … and ${found.length - 10} more`);
  if (!(await confirm(context, "Erase for good?")))
    throw new AbortedError({ message: "nothing was erased" });
}

/** Saved prefixes hold what was said, and cannot be told apart by conversation: all of them go. */
async function forgetPrefixes({ paths }: CommandContext): Promise<void> {
  const { forgetSavedStates } = await import("@colloquy/local");
  await forgetSavedStates(paths.cache);
}
