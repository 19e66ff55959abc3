/** A time for people, to the minute and in UTC: `2026-09-01 12:00Z`. */
export function when(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}
