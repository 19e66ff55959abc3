import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createStore, type Store } from "@colloquy/store";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { median, quantile } from "./median.ts";
import { appendTurns, timed } from "./store/append-turns.ts";
import { randomConversation } from "./store/random-conversation.ts";
import { randomWriter, seededRandom } from "./store/random-text.ts";
import { searchQueries } from "./store/search-queries.ts";

const SEED = 20_260_508;
const OPEN_LIMIT_MS = 100;
const SEARCH_LIMIT_MS = 50;

/** Appending a turn, opening a long conversation, searching everything ever said. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { quick } = options;
  const say = (line: string) => options.say(line);
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-store-"));
  try {
    const appended = await appendTurns(folder, quick ? 50 : 300);
    const opened = await openLong(folder, { messages: quick ? 2_000 : 10_000, say });
    const searched = await searchMany(folder, { messages: quick ? 10_000 : 100_000, say });
    return {
      bench: "store",
      machine: machine(),
      rows: [...appended, ...opened.rows, ...searched.rows],
      bars: [opened.bar, searched.bar],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measured {
  rows: readonly BenchRow[];
  bar: Bar;
}

interface Size {
  messages: number;
  say: BenchOptions["say"];
}

/** Each opening is by a store of its own, with nothing in its cache but what the system holds. */
async function openLong(folder: string, { messages, say }: Size): Promise<Measured> {
  const file = path.join(folder, "long.db");
  const id = await filled(file, { conversations: 1, length: messages, say });
  const path_ms: number[] = [];
  const answers_ms: number[] = [];
  for (let round = 0; round < 9; round++) {
    const store = await createStore({ file, now: () => Date.now() });
    path_ms.push(await timed(() => store.conversations.path(id)));
    answers_ms.push(
      await timed(async () => {
        for (const record of await store.conversations.path(id)) void record.answer?.completion;
      }),
    );
    await store.close();
  }
  const value = median(path_ms);
  return {
    rows: [
      row("open a conversation", messages, path_ms),
      row("open it and read every answer's completion", messages, answers_ms),
    ],
    bar: bar(`open ${messages} messages`, value, OPEN_LIMIT_MS),
  };
}

async function searchMany(folder: string, { messages, say }: Size): Promise<Measured> {
  const file = path.join(folder, "many.db");
  await filled(file, { conversations: messages / 100, length: 100, say });
  const random = seededRandom(SEED + 1);
  const queries = searchQueries(randomWriter(random), { random, each: 20 });
  const store = await createStore({ file, now: () => Date.now() });
  const rows: BenchRow[] = [];
  const all: number[] = [];
  for (const [kind, texts] of Object.entries(queries)) {
    const times: number[] = [];
    for (const text of texts) times.push(await timed(() => store.conversations.search(text)));
    rows.push(row(`search: ${kind}`, messages, times));
    all.push(...times);
  }
  await store.close();
  const p95 = quantile(all, 0.95);
  return {
    rows: [...rows, row("search: all of these", messages, all)],
    bar: bar(`search ${messages} messages, p95`, p95, SEARCH_LIMIT_MS),
  };
}

/** Fills a new store; the id of its first conversation. */
async function filled(
  file: string,
  { conversations, length, say }: { conversations: number; length: number; say: Size["say"] },
): Promise<string> {
  say(`writing ${conversations * length} messages`);
  const random = seededRandom(SEED);
  const writer = randomWriter(random);
  const store: Store = await createStore({ file, now: () => Date.now() });
  let first: string | undefined;
  for (let number = 0; number < conversations; number++) {
    const data = randomConversation(writer, { number, length, random });
    await store.conversations.import(data);
    first ??= data.conversation.id;
  }
  await store.close();
  return first ?? "";
}

function row(subject: string, messages: number, times: readonly number[]): BenchRow {
  return {
    subject,
    messages,
    times: times.length,
    ms_median: median(times),
    ms_p95: quantile(times, 0.95),
    ms_max: Math.max(...times),
  };
}

function bar(name: string, value: number, limit: number): Bar {
  return { name, value, limit, unit: "ms", ok: value <= limit };
}
