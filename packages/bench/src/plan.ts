import {
  MessageCounts,
  plan,
  RecallIndex,
  textOf,
  UNKNOWN_PRICES,
  type MessageRecord,
  type PolicyName,
} from "@colloquy/core";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { median, quantile } from "./median.ts";
import { longChat, wordTokenizer } from "./memory/long-chat.ts";
import { importPeer, installPeer } from "./peers/install-peer.ts";

const SIZES: readonly (readonly [messages: number, limitMs: number])[] = [
  [1_000, 10],
  [10_000, 10],
  [100_000, 100],
];
const POLICIES: readonly PolicyName[] = ["recall", "block", "recent", "middle-out"];
const BUDGET = 8_000;
const SYSTEM = "You are a helpful assistant.";
const ROUNDS = 15;
const QUICK_ROUNDS = 3;

/** Planning over long histories that are counted and indexed, and LangChain.js `trimMessages` beside it (`--peers`). */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const rounds = options.quick ? QUICK_ROUNDS : ROUNDS;
  const rows: BenchRow[] = [];
  const bars: Bar[] = [];
  for (const [messages, limit] of SIZES) {
    const { records } = longChat(3, messages / 2);
    const prepared = prepareHistory(records);
    rows.push({ subject: "index", messages, ms_median: prepared.indexMs });
    for (const policy of POLICIES) {
      const row = planRow(prepared, policy, rounds);
      rows.push(row);
      const value = Number(row["ms_median"]);
      const name = `${policy}: planning ${messages.toLocaleString("en-US")} messages`;
      bars.push({ name, value, limit, unit: "ms, median", ok: value <= limit });
    }
    options.say(`${messages} messages`);
  }
  if (options.peers) rows.push(...(await peerRows(options)));
  return { bench: "plan", machine: machine(), rows, bars };
}

interface PreparedHistory {
  records: readonly MessageRecord[];
  counts: MessageCounts;
  index: RecallIndex;
  indexMs: number;
}

function prepareHistory(records: readonly MessageRecord[]): PreparedHistory {
  const counts = new MessageCounts(wordTokenizer);
  for (const record of records) counts.of(record);
  const index = new RecallIndex();
  const start = performance.now();
  index.follow(records);
  return { records, counts, index, indexMs: performance.now() - start };
}

function planRow(
  { records, counts, index }: PreparedHistory,
  policy: PolicyName,
  rounds: number,
): BenchRow {
  const [asked] = longChat(11, 1).records;
  if (!asked) throw new Error("there is nothing to ask");
  const message = { ...asked, id: "asked" };
  const times: number[] = [];
  let tokens = 0;
  for (let round = 0; round < rounds + 2; round++) {
    const start = performance.now();
    const result = plan({
      path: records,
      message,
      system: SYSTEM,
      request: { model: "bench" },
      policy,
      budget: { tokens: BUDGET, source: "the bench", window: null, answer_room: 0 },
      previous: null,
      prices: UNKNOWN_PRICES,
      counts,
      index,
    });
    if (round >= 2) times.push(performance.now() - start);
    if (result.type === "send") tokens = result.plan.tokens.total;
  }
  return {
    subject: policy,
    messages: records.length,
    prompt_tokens: tokens,
    ms_median: median(times),
    ms_p95: quantile(times, 0.95),
  };
}

const PEER = { "@langchain/core": "1.4.0" };
const PEER_NAME = "@langchain/core 1.4.0 trimMessages";
const PEER_SIZES = [100, 400, 1_600];
const PEER_BUDGET = 2_000;

interface Langchain {
  trimMessages(messages: readonly unknown[], options: object): Promise<readonly unknown[]>;
  HumanMessage: new (content: string) => unknown;
  AIMessage: new (content: string) => unknown;
}

/** LangChain.js on the same messages and a budget of 2,000, as its documentation has it. */
async function peerRows(options: BenchOptions): Promise<BenchRow[]> {
  await installPeer(PEER, (line) => options.say(line));
  const peer = (await importPeer(PEER)("@langchain/core/messages")) as unknown as Langchain;
  const rows: BenchRow[] = [];
  for (const size of PEER_SIZES) {
    const { records } = longChat(3, size / 2);
    const messages = records.map(({ message }) =>
      message.role === "user"
        ? new peer.HumanMessage(textOf(message))
        : new peer.AIMessage(textOf(message)),
    );
    let calls = 0;
    let counted = 0;
    const tokenCounter = (given: readonly { content: unknown }[]): number => {
      calls++;
      const tokens = given.reduce(
        (sum, { content }) => sum + 4 + wordTokenizer.countText(String(content)),
        0,
      );
      counted += tokens;
      return tokens;
    };
    const start = performance.now();
    const kept = await peer.trimMessages(messages, {
      maxTokens: PEER_BUDGET,
      strategy: "last",
      startOn: "human",
      tokenCounter,
    });
    const ms = performance.now() - start;
    rows.push({
      subject: PEER_NAME,
      messages: size,
      kept: kept.length,
      counter_calls: calls,
      tokens_counted: counted,
      ms_median: ms,
    });
    options.say(`${PEER_NAME} ${size}`);
  }
  return rows;
}
