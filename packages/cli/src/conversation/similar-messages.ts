import { recall, RecallIndex, textOf, TERMS_VERSION, type SearchHit } from "@colloquy/core";
import type { CommandContext } from "../context.ts";

/** Messages recalled for a question are as many as would fill this many characters, or the limit. */
const ROOM = 1_000_000;
const SNIPPET = 160;

interface SimilarQuery {
  query: string;
  limit: number;
  conversationId: string;
}

/** The messages of a conversation's path that a question needs, as recall would choose them, best first. */
export async function similarMessages(
  context: CommandContext,
  { query, limit, conversationId }: SimilarQuery,
): Promise<SearchHit[]> {
  const { conversations, memory } = await context.store();
  const path = await conversations.path(conversationId);
  const index = new RecallIndex(await memory.messageTerms(conversationId, TERMS_VERSION));
  index.follow(path);
  const title = (await conversations.conversation(conversationId))?.title ?? null;
  const found = recall({
    index,
    question: { text: query, asked: new Date(context.environment.now()), before: "" },
    cost: () => 1,
    groupOf: () => "",
    groupCost: 0,
    allowed: () => true,
    room: ROOM,
  });
  return found.slice(0, limit).flatMap(({ position }) => {
    const record = path[position];
    if (!record) return [];
    return {
      conversation_id: conversationId,
      conversation_title: title,
      message_id: record.id,
      role: record.message.role,
      created_at: record.created_at,
      snippet: textOf(record.message).slice(0, SNIPPET),
    };
  });
}
