import { textOf } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";

/**
 * A path as plans see it: without answers of which nothing came (many servers refuse an empty one), and
 * without the token ids of answers that another model wrote.
 */
export function planPath(path: readonly MessageRecord[], model: string): MessageRecord[] {
  return path.filter(isSendable).map((record) => {
    if (record.message.token_ids === undefined || record.answer?.model === model) return record;
    const { token_ids: _foreign, ...message } = record.message;
    return { ...record, message };
  });
}

function isSendable({ message }: MessageRecord): boolean {
  return (
    message.role !== "assistant" || textOf(message) !== "" || Boolean(message.tool_calls?.length)
  );
}
