/** Experiments of the lab: what was planned, who works on what, results as they came, and looks. */
export const experiments = `
create table experiments (
  id text primary key not null,
  name text,
  created_at text not null,
  record text not null
) strict, without rowid;

create table samples (
  experiment_id text not null references experiments (id) on delete cascade,
  id text not null,
  place integer not null,
  done integer not null,
  worker text,
  leased_until integer,
  record text not null,
  primary key (experiment_id, id)
) strict, without rowid;
create index samples_in_line on samples (experiment_id, done, place);

create table sample_results (
  seq integer primary key autoincrement,
  experiment_id text not null references experiments (id) on delete cascade,
  sample_id text not null,
  state text not null,
  record text not null,
  unique (experiment_id, sample_id)
) strict;

create table looks (
  experiment_id text not null references experiments (id) on delete cascade,
  number integer not null,
  record text not null,
  primary key (experiment_id, number)
) strict, without rowid;
`;
