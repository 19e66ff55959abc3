/**
 * What memory keeps beside the messages: marks, summaries, token counts, terms for recall, and what replies
 * have taught of a model. Counts and terms go with their message and can be made again at any time.
 */
export const memory = `
create table marks (
  message_id text primary key not null references messages (id) on delete cascade,
  conversation_id text not null,
  mark text not null,
  created_at text not null
) strict, without rowid;
create index marks_by_conversation on marks (conversation_id);

create table summaries (
  seq integer primary key autoincrement,
  id text not null unique,
  conversation_id text not null references conversations (id) on delete cascade,
  retired_at text,
  record text not null
) strict;
create index summaries_by_conversation on summaries (conversation_id);

create table token_counts (
  message_seq integer not null references messages (seq) on delete cascade,
  tokenizer text not null,
  tokens integer not null,
  primary key (message_seq, tokenizer)
) strict, without rowid;

create table message_terms (
  message_seq integer primary key references messages (seq) on delete cascade,
  version integer not null,
  terms text not null
) strict;

create table model_lessons (
  model text primary key not null,
  lessons text not null
) strict, without rowid;
`;
