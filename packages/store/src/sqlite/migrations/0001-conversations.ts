/**
 * Conversations, messages, system prompts, calls and the search index.
 *
 * The index keeps no text: the view `said` makes it from a message's row, and must give for a row what it
 * gave when the row was indexed. The triggers see to that: a row leaves the index before it changes and
 * comes back after. An answer enters when it has ended; one left open by a process that died is entered by
 * the next search. Whether a row is in the index is known from FTS5's own table `search_docsize`. `home` is a
 * word that no query can hold (it starts with U+E000) and names the conversation, so that a search in one
 * conversation is an intersection of lists like any other.
 */
export const conversations = `
create table conversations (
  id text primary key not null,
  title text,
  created_at text not null,
  updated_at text not null,
  head_id text
) strict, without rowid;
create index conversations_by_time on conversations (updated_at, id);

create table messages (
  seq integer primary key autoincrement,
  id text not null unique,
  conversation_id text not null references conversations (id),
  parent_id text,
  created_at text not null,
  role text not null,
  state text not null,
  open integer not null,
  heartbeat_at text,
  system_id integer,
  packing integer not null,
  message text not null,
  answer text,
  token_ids blob
) strict;
create index messages_by_conversation on messages (conversation_id);
create index open_messages on messages (heartbeat_at) where open = 1;

create table system_prompts (
  id integer primary key autoincrement,
  conversation_id text not null references conversations (id),
  message_id text not null,
  text text not null
) strict;
create index system_prompts_by_conversation on system_prompts (conversation_id);

create table calls (
  message_id text primary key not null,
  conversation_id text,
  model text not null,
  created_at text not null,
  prompt_tokens integer,
  cached_tokens integer,
  completion_tokens integer,
  reasoning_tokens integer,
  cost_usd real
) strict, without rowid;

create view said as
select
  m.seq as seq,
  concat_ws(char(10),
    case json_type(m.message, '$.content')
      when 'text' then m.message ->> '$.content'
      when 'array' then (
        select group_concat(part.value ->> '$.text', char(10))
        from json_each(m.message, '$.content') as part
        where part.type = 'object' and part.value ->> '$.type' = 'text'
      )
    end,
    m.message ->> '$.reasoning',
    m.message ->> '$.refusal',
    (
      select group_concat(concat_ws(' ', call.value ->> '$.function.name', call.value ->> '$.function.arguments'), char(10))
      from json_each(m.message, '$.tool_calls') as call
      where call.type = 'object'
    )
  ) as words,
  case when m.parent_id is null then (select title from conversations c where c.id = m.conversation_id) end as title,
  (select text from system_prompts s where s.id = m.system_id and s.message_id = m.id) as system,
  char(57344) || hex(m.conversation_id) as home
from messages m where json_valid(m.message);

create virtual table search using fts5 (
  words, title, system, home,
  content = '',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2'
);
insert into search (search, rank) values ('rank', 'bm25(1.0, 1.0, 1.0, 0.0)');

create trigger message_kept after insert on messages when new.open = 0 begin
  insert into search (rowid, words, title, system, home)
    select seq, words, title, system, home from said where seq = new.seq;
end;
create trigger message_changes before update of message, system_id on messages
when exists (select 1 from search_docsize where id = old.seq) begin
  insert into search (search, rowid, words, title, system, home)
    select 'delete', seq, words, title, system, home from said where seq = old.seq;
end;
create trigger message_ended after update of message, open on messages when new.open = 0 begin
  insert into search (rowid, words, title, system, home)
    select seq, words, title, system, home from said where seq = new.seq;
end;
create trigger message_goes before delete on messages
when exists (select 1 from search_docsize where id = old.seq) begin
  insert into search (search, rowid, words, title, system, home)
    select 'delete', seq, words, title, system, home from said where seq = old.seq;
end;
create trigger title_changes before update of title on conversations when old.title is not new.title begin
  insert into search (search, rowid, words, title, system, home)
    select 'delete', s.seq, s.words, s.title, s.system, s.home
    from messages m join said s on s.seq = m.seq
    where m.conversation_id = old.id and m.parent_id is null
      and exists (select 1 from search_docsize where id = m.seq);
end;
create trigger title_changed after update of title on conversations when old.title is not new.title begin
  insert into search (rowid, words, title, system, home)
    select s.seq, s.words, s.title, s.system, s.home
    from messages m join said s on s.seq = m.seq
    where m.conversation_id = new.id and m.parent_id is null and m.open = 0;
end;
`;
