export type ResponseFieldGroup = "answer" | "message" | "stream" | "usage" | "logprobs" | "own";

/** One field of what comes back. */
export interface ResponseFieldSpec {
  /** The wire's word. */
  name: string;
  group: ResponseFieldGroup;
  /** Where it stands: `choices[0].finish_reason`. */
  path: string;
  /** What kind of value, and when it may be null or missing. */
  value: string;
  /** What it says, in a sentence. */
  means: string;
  /** What is worth knowing, in a few short lines. */
  notes: readonly string[];
  /** A command to try. */
  command: string;
}

/** Makes a file's rows into fields; `command` is the one for rows that name none. */
export function fieldsOf(
  { group, command }: Pick<ResponseFieldSpec, "group" | "command">,
  rows: readonly (Omit<ResponseFieldSpec, "group" | "command"> & { command?: string })[],
): readonly ResponseFieldSpec[] {
  return rows.map((row) => ({ group, command, ...row }));
}

const GROUP_WORDS: Readonly<Record<ResponseFieldGroup, string>> = {
  answer: "field of an answer",
  message: "field of an answer's message",
  stream: "field of a stream",
  usage: "field of usage, the counts that come with an answer",
  logprobs: "field of logprobs",
  own: "field that Colloquy adds to what it shows and keeps",
};

/** The row as a page of about ten lines, the last a command to try. */
export function responseFieldExplanation(field: ResponseFieldSpec): readonly string[] {
  return [
    `${field.name} · ${GROUP_WORDS[field.group]}`,
    `Where: ${field.path}.`,
    `Value: ${field.value}.`,
    field.means,
    "Worth knowing:",
    ...field.notes.map((note) => `  - ${note}`),
    `Try: ${field.command}`,
  ];
}
