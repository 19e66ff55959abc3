import type { MessageRecord } from "../conversation/message-record.ts";

/** A path as plans see it: without the token ids of answers that another model wrote. */
export function planPath(path: readonly MessageRecord[], model: string): MessageRecord[] {
  return path.map((record) => {
    if (record.message.token_ids === undefined || record.answer?.model === model) return record;
    const { token_ids: _foreign, ...message } = record.message;
    return { ...record, message };
  });
}
