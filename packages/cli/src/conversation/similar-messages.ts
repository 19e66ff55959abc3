import {
  RecallIndex,
  similarMessages as similarPositions,
  textOf,
  TERMS_VERSION,
  type SearchHit,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";

/** Characters of a message that a hit shows. */
const SNIPPET = 160;

interface SimilarQuery {
  query: string;
  limit: number;
  conversationId: string;
}

/** The messages of a conversation's path that are most like a question by recall's scorer, best first. */
export async function similarMessages(
  { store, environment }: CommandContext,
  { query, limit, conversationId }: SimilarQuery,
): Promise<SearchHit[]> {
  const { conversations, memory } = await store();
  const path = await conversations.path(conversationId);
  const index = new RecallIndex(await memory.messageTerms(conversationId, TERMS_VERSION));
  index.follow(path);
  const title = (await conversations.conversation(conversationId))?.title ?? null;
  const asked = new Date(environment.now());
  return similarPositions(index, query, { limit, asked }).flatMap(({ position }) => {
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
