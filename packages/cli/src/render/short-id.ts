/**
 * The beginning of a conversation's id that tells it from others in practice: a UUIDv7's first 13
 * characters are its millisecond; any fewer would be shared by everything said within a minute.
 */
export function shortId(id: string): string {
  return id.slice(0, 13);
}

/** The same for a message: a question and its answer may be of one millisecond, so their counter goes along. */
export function shortMessageId(id: string): string {
  return id.slice(0, 18);
}
