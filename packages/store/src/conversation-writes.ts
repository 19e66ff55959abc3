import {
  mergeExport,
  oldestFirst,
  storeFailure,
  type ConversationExport,
  type ConversationRecord,
  type ImportResult,
} from "@colloquy/core";
import { findConversation, knownConversation, noConversation } from "./conversation-queries.ts";
import { marksOf, summariesOf } from "./memory-queries.ts";
import { addMark, addSummary } from "./memory-writes.ts";
import { messagesByIds, messagesOf } from "./message-queries.ts";
import { insertMessages } from "./message-writes.ts";
import type { StoreDatabase } from "./store-dialect.ts";

export async function renameConversation(
  trx: StoreDatabase,
  id: string,
  title: string | null,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("conversations")
    .set({ title })
    .where("id", "=", id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw noConversation(id);
}

export async function moveHead(
  trx: StoreDatabase,
  conversationId: string,
  messageId: string | null,
): Promise<void> {
  await knownConversation(trx, conversationId);
  const [message] = messageId === null ? [] : await messagesByIds(trx, [messageId]);
  if (messageId !== null && message?.conversation_id !== conversationId)
    throw storeFailure("not_found", `no message ${messageId} in conversation ${conversationId}`);
  await trx
    .updateTable("conversations")
    .set({ head_id: messageId })
    .where("id", "=", conversationId)
    .execute();
}

/** Everything of a conversation but what it cost. */
export async function eraseConversation(trx: StoreDatabase, id: string): Promise<void> {
  await knownConversation(trx, id);
  for (const table of ["messages", "system_prompts"] as const)
    await trx.deleteFrom(table).where("conversation_id", "=", id).execute();
  await trx.deleteFrom("conversations").where("id", "=", id).execute();
  await trx
    .updateTable("calls")
    .set({ conversation_id: null })
    .where("conversation_id", "=", id)
    .execute();
}

/** Everything of a conversation; what there is none of is left out. */
export async function exportConversation(
  database: StoreDatabase,
  id: string,
): Promise<ConversationExport> {
  const marks = await marksOf(database, id);
  const summaries = await summariesOf(database, id);
  return {
    conversation: await knownConversation(database, id),
    messages: oldestFirst(await messagesOf(database, id)),
    ...(marks.length > 0 && { marks }),
    ...(summaries.length > 0 && { summaries }),
  };
}

export async function importConversation(
  trx: StoreDatabase,
  data: ConversationExport,
): Promise<ImportResult> {
  const conversation = await findConversation(trx, data.conversation.id);
  const ids = data.messages.flatMap(({ id, parent_id }) => [id, parent_id ?? id]);
  const stored = await messagesByIds(trx, [...new Set(ids)]);
  const messages = new Map(stored.map((message) => [message.id, message]));
  const merge = mergeExport(data, { conversation, messages });
  if (merge.conversation) await keepConversation(trx, merge.conversation);
  await insertMessages(trx, merge.add, { open: null });
  const refused = await keepBeside(trx, data);
  return {
    conversations: merge.conversation && !conversation ? 1 : 0,
    messages: merge.add.length,
    unchanged: merge.unchanged,
    conflicts: [...merge.conflicts, ...refused],
  };
}

/** Marks and summaries of an export; ids of the summaries that are refused. */
async function keepBeside(
  trx: StoreDatabase,
  { conversation, marks = [], summaries = [] }: ConversationExport,
): Promise<readonly string[]> {
  const conversation_id = conversation.id;
  for (const mark of marks) await addMark(trx, { ...mark, conversation_id });
  const refused: string[] = [];
  for (const summary of summaries)
    if (!(await addSummary(trx, { ...summary, conversation_id }))) refused.push(summary.id);
  return refused;
}

async function keepConversation(trx: StoreDatabase, record: ConversationRecord): Promise<void> {
  const { id, title, created_at, updated_at, head_id } = record;
  await trx
    .insertInto("conversations")
    .values({ id, title, created_at, updated_at, head_id })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ title, updated_at, head_id }))
    .execute();
}
