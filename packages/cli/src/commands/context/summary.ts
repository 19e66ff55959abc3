import { InvalidInputError, type StoredSummary } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { findConversation, lastConversation } from "../../conversation/choose-conversation.ts";
import { exitCode, type ExitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortMessageId } from "../../render/short-id.ts";

/** Running summaries of a conversation. */
export const contextSummary: Command = {
  name: "context summary",
  summary:
    "Shows a conversation's running summaries; --write replaces the newest, --undo goes back behind it.",
  arguments: "[summary]",
  options: [
    { flags: "--write <text>", about: "keep this text in its place; the old one stays readable" },
    { flags: "--undo", about: "go back to the one before, or to none" },
    { flags: "--use", about: "go back, or forward, to the summary named" },
    { flags: "--conversation <id|title>", about: "that one; otherwise this terminal's last" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy context summary", "colloquy context summary --undo"],
  async run(context, input) {
    const { conversations, memory } = await context.store();
    const named = input.text("conversation");
    const { id } =
      named === undefined
        ? await lastConversation(context)
        : await findConversation(conversations, named);
    const all = await memory.summaries(id);
    const current = all.findLast(({ retired_at }) => retired_at === null);
    const text = input.text("write");
    if (text !== undefined) await rewrite(context, required(current), text);
    else if (input.flag("undo")) await retire(context, [required(current)]);
    else if (input.flag("use")) await use(context, all, namedIn(all, input.words[0]));
    return show(context, await memory.summaries(id), input.flag("json"));
  },
};

async function rewrite(context: CommandContext, old: StoredSummary, text: string): Promise<void> {
  const { memory } = await context.store();
  const { environment } = context;
  await memory.keepSummary({
    ...old,
    id: environment.newId(),
    text,
    extends_id: old.id,
    model: null,
    usage: null,
    cost_usd: null,
    created_at: new Date(environment.now()).toISOString(),
  });
}

async function retire(context: CommandContext, summaries: readonly StoredSummary[]): Promise<void> {
  const { memory } = await context.store();
  const at = new Date(context.environment.now()).toISOString();
  await memory.retireSummaries(
    summaries.map(({ id }) => id),
    at,
  );
}

/** The summary named is in use again, and everything written after it is not. */
async function use(
  context: CommandContext,
  all: readonly StoredSummary[],
  wanted: StoredSummary,
): Promise<void> {
  const { memory } = await context.store();
  await memory.retireSummaries([wanted.id], null);
  await retire(context, all.slice(all.indexOf(wanted) + 1));
}

function required(summary: StoredSummary | undefined): StoredSummary {
  if (summary) return summary;
  throw new InvalidInputError({
    message: "this conversation has no summary in use",
    code: "no_summary",
    remedy: "A summary is written when a turn needs one: colloquy -c --policy summary '…'",
  });
}

function namedIn(all: readonly StoredSummary[], prefix: string | undefined): StoredSummary {
  const found = all.filter(({ id }) => prefix !== undefined && id.startsWith(prefix));
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  throw new InvalidInputError({
    message:
      prefix === undefined
        ? "--use needs a summary's id"
        : `${JSON.stringify(prefix)} names ${found.length} summaries`,
    remedy: "`colloquy context summary` lists them.",
    details: { field: "summary", given: prefix ?? null, allowed: all.map(({ id }) => id) },
  });
}

function show({ screen }: CommandContext, all: readonly StoredSummary[], json: boolean): ExitCode {
  if (json) printJson(screen, { summaries: all });
  else if (all.length === 0) screen.say("no summary was written yet");
  else
    for (const summary of all) {
      const current = summary === all.findLast(({ retired_at }) => retired_at === null);
      const state = current
        ? screen.out.green("in use")
        : summary.retired_at
          ? "undone"
          : "replaced";
      screen.print(
        `${shortMessageId(summary.id)}  ${state}  to message ${shortMessageId(summary.covers_to_id)}, by ${sanitise(summary.model ?? "a person")}\n  ${sanitise(summary.text).replaceAll("\n", "\n  ")}\n`,
      );
    }
  return exitCode.done;
}
