import {
  InvalidInputError,
  type MarkRecord,
  type MemoryStore,
  type MessageRecord,
} from "@colloquy/core";
import { shortMessageId } from "../render/short-id.ts";

interface Marking {
  /** The mark set, null to take `clears` away. */
  mark: MarkRecord["mark"] | null;
  /** The mark that an un-marking takes away: another one stays. */
  clears?: MarkRecord["mark"] | undefined;
}

/** Marks messages, all of them or, when one has another mark, none. Throws `InvalidInputError`. */
export async function markMessages(
  memory: MemoryStore,
  messages: readonly MessageRecord[],
  { mark, clears }: Marking,
): Promise<void> {
  const present = new Map<string, MarkRecord["mark"]>();
  for (const conversationId of new Set(messages.map((message) => message.conversation_id)))
    for (const each of await memory.marks(conversationId)) present.set(each.message_id, each.mark);
  for (const message of messages) checkUnmarked(message, present.get(message.id), mark);
  for (const { id, conversation_id } of messages) {
    if (mark === null && present.get(id) !== clears) continue;
    await memory.setMark(conversation_id, id, mark);
  }
}

/** A pin is not lost to an exclusion, or the other way round: one is taken back first. */
function checkUnmarked(
  message: MessageRecord,
  present: MarkRecord["mark"] | undefined,
  mark: MarkRecord["mark"] | null,
): void {
  if (mark === null || present === undefined || present === mark) return;
  const id = shortMessageId(message.id);
  const undo = present === "pinned" ? "unpin" : "include";
  throw new InvalidInputError({
    message: `message ${id} is ${present}: it cannot be ${mark} as well`,
    code: "already_marked",
    remedy: `Take that back first: colloquy context ${undo} ${id}`,
    details: { field: "message", given: message.id, allowed: "a message without another mark" },
  });
}
