/** One value as a server-sent event. */
export function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export function frames(values: readonly unknown[]): string[] {
  return values.map(frame);
}

export const doneFrame = "data: [DONE]\n\n";

/** What is sent while a request waits: a comment, which is no event and no progress. */
export const commentFrame = ": OPENROUTER PROCESSING\n\n";
