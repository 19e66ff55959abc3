/** One thing that `explain` teaches. */
export interface Topic {
  /** The word to ask for: `429`, `temperature`, `finish_reason`. */
  name: string;
  /** Heading under which it is listed. */
  group: string;
  /** Other programs' words for it. */
  also: readonly string[];
  /** About ten lines, the last a command to try. */
  lines: () => readonly string[];
}
