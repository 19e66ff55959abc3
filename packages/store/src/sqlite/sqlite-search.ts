import type { SearchHit, SearchTerm } from "@colloquy/core";
import { sql } from "kysely";
import type { SearchInput, StoreDatabase } from "../store-dialect.ts";

/** Words of text around a hit. */
const SNIPPET_WORDS = 24;

interface FoundRow {
  message_id: string;
  conversation_id: string;
  conversation_title: string | null;
  role: string;
  created_at: string;
  words: string | null;
  title: string | null;
  system: string | null;
}

/** An FTS5 query: each term a quoted string, so nothing in it is an operator; terms side by side mean AND. */
export function matchExpression(terms: readonly SearchTerm[]): string {
  return terms.map(({ words, prefix }) => `"${words.join(" ")}"${prefix ? "*" : ""}`).join(" ");
}

/** The best hits by BM25, over text, titles and system prompts. */
export async function searchSqlite(
  database: StoreDatabase,
  { terms, limit, conversationId }: SearchInput,
): Promise<readonly SearchHit[]> {
  const only =
    conversationId === undefined
      ? sql``
      : sql`and rowid in (select seq from messages where conversation_id = ${conversationId})`;
  const { rows } = await sql<FoundRow>`
    select m.id as message_id, m.conversation_id, c.title as conversation_title, m.role, m.created_at,
      hit.words, hit.title, hit.system
    from (
      select rowid as seq, rank as score, ${snippet(0)} as words, ${snippet(1)} as title, ${snippet(2)} as system
      from search where search match ${matchExpression(terms)} ${only}
      order by rank limit ${limit}
    ) as hit
    join messages m on m.seq = hit.seq
    join conversations c on c.id = m.conversation_id
    order by hit.score, hit.seq desc
  `.execute(database);
  return rows.map(hitOf);
}

/** Lets the index take in answers whose writer died: nobody else will. */
export async function indexAbandoned(database: StoreDatabase, before: string): Promise<void> {
  const abandoned = sql`
    select seq from messages
    where open = 1 and heartbeat_at <= ${before}
      and not exists (select 1 from search_docsize where id = messages.seq)`;
  const { rows } = await abandoned.execute(database);
  if (rows.length === 0) return;
  await sql`
    insert into search (rowid, words, title, system)
    select seq, words, title, system from said where seq in (${abandoned})
  `.execute(database);
}

function snippet(column: number) {
  return sql`snippet(search, ${sql.lit(column)}, char(1), char(2), '…', ${sql.lit(SNIPPET_WORDS)})`;
}

function hitOf({ words, title, system, role, ...row }: FoundRow): SearchHit {
  const marked = (text: string | null) => text?.includes("\u0001") === true;
  const inSystem = !marked(words) && !marked(title) && marked(system);
  const text = [words, title, system].find(marked) ?? words;
  return { ...row, role: inSystem ? "system" : role, snippet: text ?? "" };
}
