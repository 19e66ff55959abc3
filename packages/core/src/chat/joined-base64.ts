/**
 * Base64 pieces that were each padded, written one after another, as one valid Base64 text. Text that
 * has no padding inside, or is no Base64, is returned as it is.
 */
export function joinedBase64(text: string): string {
  if (!/=[^=]/.test(text)) return text;
  try {
    return btoa((text.match(/[^=]+=*/g) ?? []).map((piece) => atob(piece)).join(""));
  } catch {
    return text;
  }
}
