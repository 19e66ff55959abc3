import type { MessageRecord } from "./message-record.ts";
import { storeFailure } from "./store-failure.ts";

/**
 * A conversation as a value: its nodes, parents before children, and its head, the node that comes last on
 * the path in use. Nodes are only ever added; every function returns a new tree.
 */
export interface ConversationTree {
  readonly messages: readonly MessageRecord[];
  readonly head_id: string | null;
}

/** A conversation in which nothing was said yet. */
export const emptyTree: ConversationTree = { messages: [], head_id: null };

/** Adds a node under its `parent_id` and moves the head to it. Throws `StoreError`: unknown parent, id taken. */
export function appendMessage(tree: ConversationTree, message: MessageRecord): ConversationTree {
  if (has(tree, message.id)) throw storeFailure("exists", `message ${message.id} is there already`);
  if (message.parent_id !== null) known(tree, message.parent_id);
  return { messages: [...tree.messages, message], head_id: message.id };
}

/** Moves the head to a node that is there, or to null, before the first message. */
export function branchAt(tree: ConversationTree, id: string | null): ConversationTree {
  if (id !== null) known(tree, id);
  return { ...tree, head_id: id };
}

/** Says `message` in place of `id`: a sibling of it, whatever parent the new one names. The old one stays. */
export function editMessage(
  tree: ConversationTree,
  id: string,
  message: MessageRecord,
): ConversationTree {
  return appendMessage(tree, { ...message, parent_id: known(tree, id).parent_id });
}

function has(tree: ConversationTree, id: string): boolean {
  return tree.messages.some((message) => message.id === id);
}

function known(tree: ConversationTree, id: string): MessageRecord {
  const found = tree.messages.find((message) => message.id === id);
  if (!found) throw storeFailure("not_found", `no message ${id} in this conversation`);
  return found;
}
