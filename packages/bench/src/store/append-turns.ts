import { randomUUID } from "node:crypto";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createStore } from "@colloquy/store";
import { turnEnd, turnStart } from "@colloquy/testkit";
import type { BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";

const QUESTION = "what is the capital of france ".repeat(8);
const ANSWER = "paris is the capital of france ".repeat(24);

/**
 * One turn kept for good: what `begin` and `finish` take, each with its own full sync, beside the least that
 * SQLite can do for the same promise: the same text in two bare rows, in two synced transactions.
 */
export async function appendTurns(folder: string, turns: number): Promise<readonly BenchRow[]> {
  const append = await storeTurn(path.join(folder, "append.db"));
  const bare = bareTurn(path.join(folder, "floor.db"));
  const times: Record<"store" | "floor", number[]> = { store: [], floor: [] };
  for (let turn = 0; turn < turns; turn++) {
    times.store.push(await timed(append.turn));
    times.floor.push(await timed(bare.turn));
  }
  await append.close();
  bare.close();
  return (["store", "floor"] as const).map((subject) => ({
    subject:
      subject === "store" ? "append a turn" : "append a turn (floor: two bare rows, same syncs)",
    turns,
    ms_median: median(times[subject]),
    ms_p95: quantile(times[subject], 0.95),
  }));
}

async function storeTurn(file: string) {
  const store = await createStore({ file, now: () => Date.now() });
  const conversation_id = randomUUID();
  let parent_id: string | null = null;
  const turn = async () => {
    const start = turnStart({ conversation_id, parent_id, text: QUESTION, newId: randomUUID });
    await store.conversations.begin(start);
    await store.conversations.finish(start.assistant.id, turnEnd(start, ANSWER));
    parent_id = start.assistant.id;
  };
  return { turn, close: () => store.close() };
}

function bareTurn(file: string) {
  const database = new DatabaseSync(file);
  database.exec(
    "pragma journal_mode = wal; pragma synchronous = full; create table rows (id text primary key, text text)",
  );
  const insert = database.prepare("insert into rows values (?, ?)");
  const update = database.prepare("update rows set text = ? where id = ?");
  const turn = async () => {
    const id = randomUUID();
    database.exec("begin immediate");
    insert.run(randomUUID(), QUESTION);
    insert.run(id, "");
    database.exec("commit");
    update.run(ANSWER, id);
  };
  return { turn, close: () => database.close() };
}

/** Milliseconds that the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
