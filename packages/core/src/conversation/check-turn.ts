import type { TurnStart } from "./conversation-store.ts";
import type { MessageRecord } from "./message-record.ts";
import { storeFailure } from "./store-failure.ts";

/** Refuses (`invalid`) a turn whose rows contradict each other; what is stored already is not looked at. */
export function checkTurnStart({ conversation, user, assistant }: TurnStart): void {
  const rows = user ? [user, assistant] : [assistant];
  for (const row of rows)
    if (row.conversation_id !== conversation.id)
      refuse(row, `belongs to conversation ${row.conversation_id}, not ${conversation.id}`);
  if (user && assistant.parent_id !== user.id)
    refuse(assistant, `answers ${assistant.parent_id ?? "nothing"}, not ${user.id}`);
  if (user?.id === assistant.id) refuse(assistant, "has the id of its question");
  if (assistant.state !== "interrupted")
    refuse(assistant, `begins as ${assistant.state}, only "interrupted" is allowed`);
  if (!assistant.answer) refuse(assistant, "has no answer record");
  if (assistant.answer?.completion) refuse(assistant, "has a completion before it was asked");
  if (assistant.answer && assistant.answer.timing.total_ms !== null)
    refuse(assistant, "has a total time before it was asked");
}

/** Refuses (`invalid`) a parent that is of another conversation or not there. */
export function checkParent(
  child: MessageRecord,
  parent: Pick<MessageRecord, "conversation_id"> | undefined,
): void {
  if (child.parent_id === null) return;
  if (!parent) refuse(child, `follows ${child.parent_id}, which is not there`);
  if (parent && parent.conversation_id !== child.conversation_id)
    refuse(child, `follows ${child.parent_id}, which belongs to another conversation`);
}

function refuse(row: MessageRecord, why: string): never {
  throw storeFailure("invalid", `message ${row.id} ${why}`);
}
