import type { MessageRecord } from "./message-record.ts";
import { storeFailure } from "./store-failure.ts";

/**
 * Where the next message goes: the id of its parent-to-be, null for a new root. That is the head, unless the
 * head is a failed answer: such a turn stays in the tree but nothing is said after it, so the next message
 * follows another answer to the same question when there is one (the newest), else what came before the
 * question. An interrupted answer is followed like a complete one.
 *
 * `messages` is a path, or the whole conversation: only then are other answers seen.
 */
export function attachPoint(
  messages: readonly MessageRecord[],
  headId: string | null,
): string | null {
  const byId = new Map(messages.map((message) => [message.id, message]));
  let node = headId === null ? undefined : byId.get(headId);
  if (headId !== null && !node)
    throw storeFailure("not_found", `no message ${headId} in this conversation`);
  for (let steps = 0; node?.state === "failed" && steps <= messages.length; steps++) {
    const parent: MessageRecord | undefined =
      node.parent_id === null ? undefined : byId.get(node.parent_id);
    node =
      parent?.message.role === "user"
        ? (goodAnswer(messages, parent.id) ??
          (parent.parent_id === null ? undefined : byId.get(parent.parent_id)))
        : parent;
  }
  return node?.id ?? null;
}

function goodAnswer(
  messages: readonly MessageRecord[],
  questionId: string,
): MessageRecord | undefined {
  return messages.findLast(
    ({ parent_id, message, state }) =>
      parent_id === questionId && message.role === "assistant" && state !== "failed",
  );
}
