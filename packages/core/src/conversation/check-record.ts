import type { AnswerRecord, MessageRecord } from "./message-record.ts";

type Kind = "text" | "object" | "list" | "text or null" | "number or null" | "object or null";

const answerFields: Readonly<Partial<Record<keyof AnswerRecord, Kind>>> = {
  model: "text",
  system: "text or null",
  parameters: "object",
  completion: "object or null",
  usage: "object or null",
  cost_usd: "number or null",
  timing: "object",
  error: "object or null",
  heartbeat_at: "text",
};

/** What is wrong with a record that came from a file, in words; undefined when a store can keep it. */
export function recordFault({ message, answer }: MessageRecord): string | undefined {
  const role = fault({ ...message }, { role: "text" }, "message");
  if (role !== undefined || answer === null) return role;
  const fields: Readonly<Record<string, unknown>> = { ...answer };
  const wrong = fault(fields, answerFields, "answer");
  if (wrong !== undefined) return wrong;
  const { completion } = answer;
  return completion
    ? fault({ ...completion }, { choices: "list" }, "answer.completion")
    : undefined;
}

function fault(
  fields: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, Kind>>,
  place: string,
): string | undefined {
  const found = Object.entries(kinds).find(
    ([name, kind]) => !kind.split(" or ").includes(kindOf(fields[name])),
  );
  return found && `${place}.${found[0]} is ${kindOf(fields[found[0]])}, must be ${found[1]}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
}
