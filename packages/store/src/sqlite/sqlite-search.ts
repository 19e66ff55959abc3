import { findPlace, type SearchHit, type SearchTerm } from "@colloquy/core";
import { sql } from "kysely";
import type { SearchInput, StoreDatabase } from "../store-dialect.ts";

const CANDIDATES = 2_000;

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
export function matchExpression(terms: readonly SearchTerm[], conversationId?: string): string {
  const home = conversationId === undefined ? [] : [`"${homeWord(conversationId)}"`];
  return [
    ...terms.map(({ words, prefix }) => `"${words.join(" ")}"${prefix ? "*" : ""}`),
    ...home,
  ].join(" ");
}

/**
 * What stands in all of the terms: by the index, or, where a term is in a script without spaces, by reading
 * every message, since the index knows such a text by its sentences only.
 */
export function searchSqlite(
  database: StoreDatabase,
  input: SearchInput,
): Promise<readonly SearchHit[]> {
  return input.terms.some(({ unspaced }) => unspaced)
    ? readThrough(database, input)
    : askIndex(database, input);
}

/** The newest messages that hold the terms; those that are words are looked up first. */
async function readThrough(
  database: StoreDatabase,
  { terms, limit, conversationId }: SearchInput,
): Promise<readonly SearchHit[]> {
  const match = matchExpression(
    terms.filter(({ unspaced }) => !unspaced),
    conversationId,
  );
  const looked = sql`lower(concat_ws(char(10), said.words, said.title, said.system))`;
  const held = terms
    .filter(({ unspaced }) => unspaced)
    .map(({ words }) => sql<boolean>`instr(${looked}, lower(${words.join(" ")})) > 0`);
  const known = match
    ? sql`m.seq in (select rowid from search where search match ${match})`
    : sql`m.seq in (select id from search_docsize)`;
  const { rows } = await sql<FoundRow>`
    select m.id as message_id, m.conversation_id, c.title as conversation_title, m.role, m.created_at,
      said.words, said.title, said.system
    from messages m
    join said on said.seq = m.seq
    join conversations c on c.id = m.conversation_id
    where ${known} and ${sql.join(held, sql` and `)}
    order by m.seq desc limit ${limit}
  `.execute(database);
  return rows.map((row) => hitOf(row, terms));
}

/**
 * The best hits by BM25, over text, titles and system prompts. Of more than `CANDIDATES` matches only the
 * newest are weighed: weighing each of 100,000 takes longer than a person should wait.
 */
async function askIndex(
  database: StoreDatabase,
  { terms, limit, conversationId }: SearchInput,
): Promise<readonly SearchHit[]> {
  const match = matchExpression(terms, conversationId);
  const { rows } = await sql<FoundRow>`
    with best as (
      select seq, score from (
        select rowid as seq, rank as score from search where search match ${match}
        order by rowid desc limit ${Math.max(limit, CANDIDATES)}
      ) order by score, seq desc limit ${limit}
    )
    select m.id as message_id, m.conversation_id, c.title as conversation_title, m.role, m.created_at,
      said.words, said.title, said.system
    from best
    join said on said.seq = best.seq
    join messages m on m.seq = best.seq
    join conversations c on c.id = m.conversation_id
    order by best.score, best.seq desc
  `.execute(database);
  return rows.map((row) => hitOf(row, terms));
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
    insert into search (rowid, words, title, system, home)
    select seq, words, title, system, home from said where seq in (${abandoned})
  `.execute(database);
}

/** As the view `said` makes it. */
function homeWord(conversationId: string): string {
  return `\ue000${Buffer.from(conversationId, "utf8").toString("hex").toUpperCase()}`;
}

/** The text around the words is cut here, not by FTS5, which would look for them again row by row. */
function hitOf(
  { words, title, system, role, ...row }: FoundRow,
  terms: readonly SearchTerm[],
): SearchHit {
  const text = words ?? "";
  const places = [
    { role, text },
    { role, text: title ?? "" },
    { role: "system", text: system ?? "" },
  ];
  const found = findPlace(places, terms);
  return { ...row, role: found?.role ?? role, snippet: found?.snippet ?? text.slice(0, 200) };
}
