import {
  findPlace,
  parseSearchQuery,
  textOf,
  type MessageRecord,
  type SearchHit,
  type SearchPlace,
} from "@colloquy/core";

interface SearchInput {
  query: string;
  /** The title of a conversation. */
  titleOf: (conversationId: string) => string | null | undefined;
}

/** Every record in which all the terms of the query stand, the newest first. */
export function searchRecords(
  records: readonly MessageRecord[],
  { query, titleOf }: SearchInput,
): readonly SearchHit[] {
  const terms = parseSearchQuery(query);
  if (terms.length === 0) return [];
  const hits = records.flatMap((record): SearchHit[] => {
    const { id, conversation_id, created_at } = record;
    const title = titleOf(conversation_id) ?? null;
    const found = findPlace(placesOf(record, { records, title }), terms);
    if (!found?.complete) return [];
    const { role, snippet } = found;
    const conversation_title = title;
    return [{ conversation_id, conversation_title, message_id: id, role, created_at, snippet }];
  });
  return hits.reverse();
}

/** What was said; at a root the title; the system prompt where it was first given. */
function placesOf(
  record: MessageRecord,
  { records, title }: { records: readonly MessageRecord[]; title: string | null },
): readonly SearchPlace[] {
  const { message, answer, parent_id, conversation_id } = record;
  const { role } = message;
  const system = answer?.system;
  const first = records.find(
    (other) => other.conversation_id === conversation_id && other.answer?.system === system,
  );
  return [
    { role, text: saidIn(message) },
    ...(title && parent_id === null ? [{ role, text: title }] : []),
    ...(system && first === record ? [{ role: "system", text: system }] : []),
  ];
}

function saidIn(message: MessageRecord["message"]): string {
  const calls = message.tool_calls?.map(
    (call) => `${call.function.name} ${call.function.arguments}`,
  );
  return [textOf(message), message.reasoning, message.refusal, ...(calls ?? [])]
    .filter(Boolean)
    .join("\n");
}
