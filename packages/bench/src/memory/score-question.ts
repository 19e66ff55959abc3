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
  /** Milliseconds to count the tokens of all messages. */
  countMs: number;
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
  const countMs = tokenizer.spentMs;
  const index = new RecallIndex();
  index.follow(records);
  const indexMs = Math.min(...Array.from({ length: INDEX_ROUNDS }, () => indexingMs(records)));
  const characters = conversation.messages.reduce((sum, { content }) => sum + content.length, 0);
  return { conversation, records, tokenizer, counts, index, indexMs, countMs, characters };
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
  /** Those of them that are evidence: the text of what was found, without names or headings. */
  evidenceTokens: number;
  /** Milliseconds to plan, counting the tokens of what is sent apart. */
  ms: number;
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
  const wanted = new Set(question.evidence);
  const evidence = records.filter(({ id }) => wanted.has(id));
  const outcome = (found: readonly MessageRecord[], tokens: number, ms: number): Outcome => ({
    conversation: conversation.id,
    category: question.category,
    recall: wanted.size === 0 ? null : found.length / wanted.size,
    tokens,
    evidenceTokens: found.reduce((sum, record) => sum + textTokens(record, tokenizer), 0),
    ms,
  });
  if (subject.name === "oracle") {
    const found = oracle(prepared, evidence, budget);
    return outcome(found, tokensOf(found, counts), 0);
  }
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
  const ms = performance.now() - start - (tokenizer.spentMs - spent);
  if (result.type !== "send") throw new Error(`${subject.name} did not plan a request`);
  const sent = result.messages.map(textOf).join("\n");
  const found = evidence.filter(({ message }) => sent.includes(textOf(message)));
  return outcome(found, result.plan.tokens.total - fixed, ms);
}

/** The evidence first, as much as fits: what no choice can pass. */
function oracle(
  { counts }: Prepared,
  evidence: readonly MessageRecord[],
  budget: number,
): readonly MessageRecord[] {
  let tokens = 0;
  return evidence
    .toSorted((one, other) => counts.of(one) - counts.of(other))
    .filter((record) => (tokens += counts.of(record)) <= budget);
}

function tokensOf(records: readonly MessageRecord[], counts: MessageCounts): number {
  return records.reduce((sum, record) => sum + counts.of(record), 0);
}

function textTokens({ message }: MessageRecord, tokenizer: TimedTokenizer): number {
  return tokenizer.countText(textOf(message));
}
