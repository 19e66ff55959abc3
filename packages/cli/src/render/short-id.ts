/**
 * The beginning of an id that tells it from others in practice: a UUIDv7's first 13 characters are its
 * millisecond, any fewer would be shared by everything said within a minute.
 */
export function shortId(id: string): string {
  return id.slice(0, 13);
}
