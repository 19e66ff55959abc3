import { InvalidInputError, type ConversationRecord } from "@colloquy/core";
import type { CommandContext, OpenStore } from "../context.ts";
import { shortId } from "../render/short-id.ts";
import { terminalIdentity, terminalMemory, type TerminalMemory } from "./terminal-memory.ts";

/** The memory of the terminal this command runs in. */
export function memoryOf({ paths, env }: Pick<CommandContext, "paths" | "env">): TerminalMemory {
  return terminalMemory(paths.state, terminalIdentity(env));
}

interface Wish {
  /** `-c` */
  last: boolean;
  /** `--conversation`: an id, its beginning, or a title. */
  named: string | undefined;
}

/** The conversation to go on with; undefined for a new one. Throws `InvalidInputError` when there is none such. */
export async function chooseConversation(
  context: CommandContext,
  { last, named }: Wish,
): Promise<ConversationRecord | undefined> {
  if (named !== undefined) return findConversation((await context.store()).conversations, named);
  if (!last) return undefined;
  return lastConversation(context);
}

/** The last conversation of this terminal, else of this store. */
export async function lastConversation(context: CommandContext): Promise<ConversationRecord> {
  const { conversations } = await context.store();
  const id = memoryOf(context).recall();
  const remembered = id === undefined ? undefined : await conversations.conversation(id);
  const found = remembered ?? (await conversations.list({ limit: 1 }))[0];
  if (found) return found;
  throw new InvalidInputError({
    message: "there is no conversation to go on with yet",
    code: "no_conversation",
    remedy: 'Begin one: colloquy "…"',
  });
}

/** One conversation by id, unique beginning of an id, or title. */
export async function findConversation(
  store: OpenStore["conversations"],
  name: string,
): Promise<ConversationRecord> {
  const found = await store.find(name);
  const exact = found.find(({ id }) => id === name);
  const [first, ...others] = exact ? [exact] : found;
  if (first && others.length === 0) return first;
  throw first ? ambiguous(name, found) : unknown(name);
}

function ambiguous(name: string, found: readonly ConversationRecord[]): InvalidInputError {
  const list = found.slice(0, 5).map(({ id, title }) => `${id} “${title ?? "untitled"}”`);
  return new InvalidInputError({
    message: `${JSON.stringify(name)} names ${found.length} conversations: ${list.join(", ")}`,
    code: "ambiguous",
    remedy: "Give more of the id.",
    details: { field: "conversation", given: name, allowed: found.map(({ id }) => shortId(id)) },
  });
}

function unknown(name: string): InvalidInputError {
  return new InvalidInputError({
    message: `no conversation has the id or title ${JSON.stringify(name)}`,
    code: "unknown_conversation",
    remedy: "`colloquy log list` shows them, `colloquy log search WORDS` finds them.",
    details: { field: "conversation", given: name },
  });
}
