import { InvalidInputError } from "../error/errors.ts";
import { attachPoint } from "../conversation/attach-point.ts";
import type {
  AnswerRecord,
  ConversationRecord,
  MessageRecord,
} from "../conversation/message-record.ts";
import { shownState } from "../conversation/message-record.ts";
import { pathTo } from "../conversation/tree-path.ts";
import { storeFailure } from "../conversation/store-failure.ts";
import { textOf, type ChatMessage } from "../chat/message.ts";
import { conversationTitle } from "./conversation-title.ts";
import type { TurnAct, TurnInput } from "./turn-input.ts";
import type { TurnPorts } from "./turn-ports.ts";

/** Where in the tree a turn stands, before anything is kept. */
export interface TurnPlace {
  conversation: ConversationRecord;
  /** Root to the message before the user's; to the broken answer when that is continued. */
  path: readonly MessageRecord[];
  user: MessageRecord;
  /** False when the user's message is in the store already. */
  isNew: boolean;
  /** The answer to be continued. */
  continued: MessageRecord | null;
  /** The answer whose settings are inherited. */
  base: AnswerRecord | null;
}

type PlacePorts = Pick<TurnPorts, "store" | "environment">;

/** Finds the place of a turn. Throws `InvalidInputError` and `StoreError`. */
export async function placeTurn(input: TurnInput, ports: PlacePorts): Promise<TurnPlace> {
  const conversation = await openConversation(input, ports);
  const { act } = input;
  switch (act.type) {
    case "send":
      return placeSend(conversation, act, input, ports);
    case "retry":
      return placeRetry(await wholePath(conversation, act.answer_id, ports), conversation);
    case "edit":
      return placeEdit(conversation, act, ports);
    case "continue":
      return placeContinue(await wholePath(conversation, act.answer_id, ports), conversation);
  }
}

async function openConversation(
  { conversation_id, act }: TurnInput,
  { store, environment }: PlacePorts,
): Promise<ConversationRecord> {
  const at = new Date(environment.now()).toISOString();
  if (conversation_id === undefined) {
    if (act.type !== "send") throw nothingTo(act.type, "no conversation was named");
    const title = conversationTitle(textOf(act.message));
    return { id: environment.newId(), title, created_at: at, updated_at: at, head_id: null };
  }
  const found = await store.conversation(conversation_id);
  if (!found) throw storeFailure("not_found", `no conversation ${conversation_id}`);
  return { ...found, updated_at: at };
}

async function placeSend(
  conversation: ConversationRecord,
  { message, parent_id }: Extract<TurnAct, { type: "send" }>,
  input: TurnInput,
  ports: PlacePorts,
): Promise<TurnPlace> {
  const isNew = input.conversation_id === undefined;
  const next = isNew ? [] : await pathForNext(conversation, ports);
  const path = parent_id === undefined ? next : await pathOf(parent_id, conversation, ports);
  return {
    conversation,
    path,
    user: newUser(conversation, path.at(-1)?.id ?? null, message, ports),
    isNew: true,
    continued: null,
    // At the beginning of a conversation that has turns (undone, or failed) its person has chosen already.
    base: lastAnswer(path) ?? (await newestAnswer(input, ports)),
  };
}

/** The path that the next message follows: to the head, but past failed turns and answers still being written. */
export async function pathForNext(
  conversation: ConversationRecord,
  {
    store,
    environment,
  }: Pick<TurnPorts, "environment"> & {
    store: Pick<TurnPorts["store"], "path" | "messages">;
  },
): Promise<readonly MessageRecord[]> {
  const head = await store.path(conversation.id);
  const last = head.at(-1);
  if (!last || !isUnfit(last, environment.now())) return head;
  const now = environment.now();
  const all = (await store.messages(conversation.id)).map((record): MessageRecord =>
    isUnfit(record, now) ? { ...record, state: "failed" } : record,
  );
  return pathTo(all, attachPoint(all, last.id));
}

function isUnfit(record: MessageRecord, now: number): boolean {
  if (record.message.role !== "assistant") return false;
  const state = shownState(record, now);
  return (
    state === "failed" || state === "streaming" || (state === "interrupted" && isEmpty(record))
  );
}

function isEmpty({ message }: MessageRecord): boolean {
  return textOf(message) === "" && !message.reasoning && !message.tool_calls?.length;
}

function pathOf(
  id: string | null,
  conversation: ConversationRecord,
  { store }: PlacePorts,
): Promise<readonly MessageRecord[]> {
  return id === null ? Promise.resolve([]) : store.path(conversation.id, id);
}

function wholePath(
  conversation: ConversationRecord,
  id: string | undefined,
  { store }: PlacePorts,
): Promise<readonly MessageRecord[]> {
  return id === undefined ? store.path(conversation.id) : store.path(conversation.id, id);
}

function placeRetry(path: readonly MessageRecord[], conversation: ConversationRecord): TurnPlace {
  const index = path.findLastIndex(({ message }) => message.role === "user");
  const user = path[index];
  if (!user) throw nothingTo("retry", "no user message here to answer again");
  const answered = path.slice(index + 1).find(({ answer }) => answer !== null);
  const before = path.slice(0, index);
  return {
    conversation,
    path: before,
    user,
    isNew: false,
    continued: null,
    base: answered?.answer ?? lastAnswer(before),
  };
}

async function placeEdit(
  conversation: ConversationRecord,
  { user_id, message }: Extract<TurnAct, { type: "edit" }>,
  ports: PlacePorts,
): Promise<TurnPlace> {
  const path = await wholePath(conversation, user_id, ports);
  const index = path.findLastIndex((record) => record.message.role === "user");
  const old = path[index];
  if (!old) throw nothingTo("edit", "no user message here to say differently");
  const before = path.slice(0, index);
  const answers = (await ports.store.messages(conversation.id)).filter(
    ({ parent_id, answer }) => parent_id === old.id && answer !== null,
  );
  return {
    conversation,
    path: before,
    user: newUser(conversation, old.parent_id, message, ports),
    isNew: true,
    continued: null,
    base: answers.at(-1)?.answer ?? lastAnswer(before),
  };
}

function placeContinue(
  path: readonly MessageRecord[],
  conversation: ConversationRecord,
): TurnPlace {
  const continued = path.at(-1);
  const user = path.at(-2);
  if (!continued?.answer || !user || textOf(continued.message) === "")
    throw nothingTo("continue", "no answer with any text here to write on");
  return { conversation, path, user, isNew: false, continued, base: continued.answer };
}

function newUser(
  conversation: ConversationRecord,
  parent_id: string | null,
  message: ChatMessage,
  { environment }: PlacePorts,
): MessageRecord {
  return {
    id: environment.newId(),
    conversation_id: conversation.id,
    parent_id,
    created_at: conversation.updated_at,
    message,
    state: "complete",
    answer: null,
  };
}

function lastAnswer(path: readonly MessageRecord[]): AnswerRecord | null {
  return path.findLast(({ answer }) => answer !== null)?.answer ?? null;
}

async function newestAnswer(
  { conversation_id }: TurnInput,
  { store }: PlacePorts,
): Promise<AnswerRecord | null> {
  return conversation_id === undefined ? null : lastAnswer(await store.messages(conversation_id));
}

function nothingTo(act: string, why: string): InvalidInputError {
  return new InvalidInputError({
    message: `nothing to ${act}: ${why}`,
    code: `nothing_to_${act}`,
    remedy: "Look at the conversation with `colloquy log show`.",
  });
}
