import type { ConversationExport } from "./conversation-store.ts";
import type { ConversationRecord, MessageRecord } from "./message-record.ts";
import { recordFault } from "./check-record.ts";
import { oldestFirst } from "./oldest-first.ts";
import { sameJson } from "./same-json.ts";
import { storeFailure } from "./store-failure.ts";

/** What a store does to take an export in. */
export interface ExportMerge {
  /** The conversation as it will be, undefined when nothing changes. */
  conversation: ConversationRecord | undefined;
  /** New messages, parents before children. */
  add: readonly MessageRecord[];
  unchanged: number;
  conflicts: readonly string[];
}

/**
 * Compares an export with what is stored: `conversation` of that id, and every message of `stored` that has
 * the id of one in the export or of a parent in it. The same message again is unchanged; one with other
 * content, and what follows it, is refused. Throws `StoreError` (`invalid`) when the nodes are no tree.
 */
export function mergeExport(
  data: ConversationExport,
  stored: {
    conversation: ConversationRecord | undefined;
    messages: ReadonlyMap<string, MessageRecord>;
  },
): ExportMerge {
  const ordered = oldestFirst(data.messages);
  checkTree(data, ordered, stored.messages);
  const present = stored.conversation;
  if (present && present.created_at !== data.conversation.created_at)
    return { conversation: undefined, add: [], unchanged: 0, conflicts: [present.id] };
  const { add, unchanged, refused } = sortOut(ordered, stored.messages);
  const nothingNew = add.length === 0 && (present !== undefined || refused.size > 0);
  return {
    conversation: nothingNew ? undefined : mergedRecord(data.conversation, present, refused),
    add,
    unchanged,
    conflicts: [...refused],
  };
}

function sortOut(
  ordered: readonly MessageRecord[],
  stored: ReadonlyMap<string, MessageRecord>,
): { add: MessageRecord[]; unchanged: number; refused: Set<string> } {
  const add: MessageRecord[] = [];
  const refused = new Set<string>();
  let unchanged = 0;
  for (const message of ordered) {
    const there = stored.get(message.id);
    if (there && sameJson(there, message)) unchanged++;
    else if (there || (message.parent_id !== null && refused.has(message.parent_id)))
      refused.add(message.id);
    else add.push(message);
  }
  return { add, unchanged, refused };
}

function mergedRecord(
  incoming: ConversationRecord,
  present: ConversationRecord | undefined,
  refused: ReadonlySet<string>,
): ConversationRecord {
  const headRefused = incoming.head_id !== null && refused.has(incoming.head_id);
  if (!present) return headRefused ? { ...incoming, head_id: null } : incoming;
  const title = present.title ?? incoming.title;
  if (headRefused || incoming.updated_at <= present.updated_at) return { ...present, title };
  return { ...present, title, updated_at: incoming.updated_at, head_id: incoming.head_id };
}

function checkTree(
  { conversation, messages }: ConversationExport,
  ordered: readonly MessageRecord[],
  stored: ReadonlyMap<string, MessageRecord>,
): void {
  for (const record of messages) {
    const wrong = recordFault(record);
    if (wrong !== undefined) refuse(`message ${record.id}: ${wrong}`);
  }
  const seen = new Set<string>();
  for (const { id, conversation_id, parent_id } of ordered) {
    if (conversation_id !== conversation.id)
      refuse(`message ${id} belongs to conversation ${conversation_id}, not ${conversation.id}`);
    if (seen.has(id)) refuse(`message ${id} is there twice`);
    seen.add(id);
    const parentThere =
      parent_id === null ||
      seen.has(parent_id) ||
      stored.get(parent_id)?.conversation_id === conversation.id;
    if (!parentThere) refuse(`message ${id} follows ${parent_id}, which does not come before it`);
  }
  const head = conversation.head_id;
  if (head !== null && !seen.has(head)) {
    const where = messages.length === 0 ? "an empty export" : "the export";
    refuse(`head_id ${head} is not a message of ${where}`);
  }
}

function refuse(why: string): never {
  throw storeFailure("invalid", `the conversation cannot be imported: ${why}`, {
    remedy: "Export it again, or correct the file.",
  });
}
