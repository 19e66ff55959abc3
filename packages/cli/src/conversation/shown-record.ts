import { shownState, type MessageRecord } from "@colloquy/core";

/** A record as readers see it: `streaming` while another process is writing it. */
export type ShownRecord = Omit<MessageRecord, "state"> & { state: ReturnType<typeof shownState> };

/** `now` in epoch milliseconds. */
export function shownRecord(record: MessageRecord, now: number): ShownRecord {
  return { ...record, state: shownState(record, now) };
}
