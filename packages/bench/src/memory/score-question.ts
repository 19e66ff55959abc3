import {
  MessageCounts,
  plan,
  RecallIndex,
  UNKNOWN_PRICES,
  textOf,
  type MessageRecord,
  type PlanInput,
  type PolicyName,
} from "@colloquy/core";
import { timed, type TimedTokenizer } from "./counting.ts";
import { recordsOf, type RecallQuestion, type SetConversation } from "./recall-set.ts";

/** A way to choose, as the bench names it. */
export interface Subject {
  name: string;
  policy: PolicyName;
  options: NonNullable<PlanInput["options"]>;
}

export const SUBJECTS: readonly Subject[] = [
  { name: "recall-only", policy: "recall", options: { recent_tokens: 0 } },
  { name: "recall", policy: "recall", options: {} },
  { name: "block", policy: "block", options: {} },
  { name: "middle-out", policy: "middle-out", options: {} },
  { name: "recent", policy: "recent", options: {} },
  { name: "oracle", policy: "recent", options: {} },
];

/** A conversation counted and indexed once, for all of its questions. */
export interface Prepared {
  conversation: SetConversation;
  records: MessageRecord[];
  tokenizer: TimedTokenizer;
  counts: MessageCounts;
  index: RecallIndex;
  /** CPU milliseconds to index all messages, the least of some rounds: what else the machine does is left out. */
  indexMs: number;
  characters: number;
}

export function prepare(
  conversation: SetConversation,
  exact: PlanInput["counts"]["tokenizer"],
): Prepared {
  const records = recordsOf(conversation.messages, conversation.id);
  const tokenizer = timed(exact);
  const counts = new MessageCounts(tokenizer);
  for (const record of records) counts.of(record);
  const index = new RecallIndex();
  index.follow(records);
  const indexMs = Math.min(...Array.from({ length: INDEX_ROUNDS }, () => indexingMs(records)));
  const characters = conversation.messages.reduce((sum, { content }) => sum + content.length, 0);
  return { conversation, records, tokenizer, counts, index, indexMs, characters };
}

const INDEX_ROUNDS = 8;

function indexingMs(records: readonly MessageRecord[]): number {
  const index = new RecallIndex();
  const start = process.cpuUsage();
  index.follow(records);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** What came of one question at one budget. */
export interface Outcome {
  conversation: string;
  category: string;
  /** Share of the evidence that was sent, 0–1; null when the question has none. */
  recall: number | null;
  /** Tokens of everything sent from history. */
  tokens: number;
  evidenceTokens: number;
  /** Milliseconds to plan, counting apart. */
  ms: number;
  countMs: number;
}

export function ask(
  prepared: Prepared,
  question: RecallQuestion,
  subject: Subject,
  budget: number,
): Outcome {
  const { conversation, counts, tokenizer } = prepared;
  const records = [...prepared.records, ...recordsOf(question.before ?? [], conversation.id)];
  const asked = {
    id: `${question.id}?`,
    created_at: records.at(-1)?.created_at ?? "",
    message: { role: "user" as const, content: question.query },
  };
  const evidence = records.filter(({ id }) => question.evidence.includes(id));
  const evidenceTokens = evidence.reduce((sum, record) => sum + counts.of(record), 0);
  const base = { conversation: conversation.id, category: question.category, evidenceTokens };
  if (subject.name === "oracle")
    return { ...base, ...oracle(prepared, question, evidence, budget) };
  const fixed = tokenizer.countMessage(asked.message) + tokenizer.countTemplate([]).trail;
  const spent = tokenizer.spentMs;
  const start = performance.now();
  const result = plan({
    path: records,
    message: asked,
    system: null,
    request: { model: "bench" },
    policy: subject.policy,
    options: subject.options,
    budget: { tokens: budget + fixed, source: "the bench", window: null, answer_room: 0 },
    previous: null,
    prices: UNKNOWN_PRICES,
    counts,
    index: prepared.index,
  });
  const whole = performance.now() - start;
  const countMs = tokenizer.spentMs - spent;
  if (result.type !== "send") throw new Error(`${subject.name} did not plan a request`);
  const sent = result.messages.map(textOf).join("\n");
  const found = evidence.filter(({ message }) => sent.includes(textOf(message)));
  return {
    ...base,
    recall: question.evidence.length === 0 ? null : found.length / question.evidence.length,
    tokens: result.plan.tokens.total - fixed,
    ms: whole - countMs,
    countMs,
  };
}

/** The evidence first, as much as fits: what no choice can pass. */
function oracle(
  { counts }: Prepared,
  question: RecallQuestion,
  evidence: readonly MessageRecord[],
  budget: number,
): Pick<Outcome, "recall" | "tokens" | "ms" | "countMs"> {
  let tokens = 0;
  let found = 0;
  for (const record of evidence.toSorted((one, other) => counts.of(one) - counts.of(other))) {
    if (tokens + counts.of(record) > budget) break;
    tokens += counts.of(record);
    found++;
  }
  const recall = question.evidence.length === 0 ? null : found / question.evidence.length;
  return { recall, tokens, ms: 0, countMs: 0 };
}
