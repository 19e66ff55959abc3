import { parseArgs } from "node:util";
import { vocabularyTokenizer } from "@colloquy/tokenizer";
import type { BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { median, quantile } from "./median.ts";
import { fitRow } from "./memory/fit-constants.ts";
import { generatedSet } from "./memory/generated-set.ts";
import { barsOf, indexBar, lossBars } from "./memory/recall-bars.ts";
import { readRecallSet, type RecallSet } from "./memory/recall-set.ts";
import { rounded } from "./memory/rounded.ts";
import {
  ask,
  prepare,
  SUBJECTS,
  type Outcome,
  type Prepared,
  type Subject,
} from "./memory/score-question.ts";
import { tInterval } from "./memory/t-interval.ts";

/**
 * Evidence recall at a token budget. `--set FILE` (again for more; the generated set without), `--budget
 * 1000,2000`, `--policy recall,recent`, `--seed N` for the generated set, `--fit` to fit the scorer's constants anew,
 * leaving one conversation out at a time.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options.args],
    options: {
      set: { type: "string", multiple: true },
      budget: { type: "string", multiple: true },
      policy: { type: "string", multiple: true },
      seed: { type: "string", default: "1" },
      fit: { type: "boolean", default: false },
    },
  });
  const subjects = subjectsNamed(values.policy);
  const sets = values.set ? values.set.map(readRecallSet) : [generatedSet(Number(values.seed))];
  const tokenizer = await vocabularyTokenizer("o200k_base");
  const rows: BenchRow[] = [];
  const indexes: BenchRow[] = [];
  for (const set of sets) {
    const prepared = set.conversations.map((conversation) => prepare(conversation, tokenizer));
    const budgets = budgetsFor(values.budget, prepared);
    for (const budget of budgets) {
      for (const subject of subjects) {
        rows.push(rowOf(set, subject, budget, prepared));
        options.say(`${set.name} ${budget} ${subject.name}`);
      }
    }
    indexes.push(indexRow(set, prepared));
    if (values.fit) rows.push(...budgets.map((budget) => fitRow(set.name, prepared, budget)));
  }
  return {
    bench: "recall",
    machine: machine(),
    rows: [...rows, ...indexes],
    bars: [...rows.flatMap(barsOf), ...indexes.map(indexBar), ...lossBars(rows)],
  };
}

function subjectsNamed(given: readonly string[] | undefined): readonly Subject[] {
  if (!given) return SUBJECTS;
  const names = given.flatMap((each) => each.split(","));
  const unknown = names.filter((name) => !SUBJECTS.some((subject) => subject.name === name));
  if (unknown.length > 0) {
    const known = SUBJECTS.map((subject) => subject.name).join(", ");
    throw new Error(`--policy ${unknown.join(", ")}: the subjects are ${known}`);
  }
  return SUBJECTS.filter((subject) => names.includes(subject.name));
}

const TALK_BUDGETS = [1_000, 2_000, 4_000, 8_000];
const CHAT_BUDGETS = [2_000, 4_000, 8_000, 16_000];
const LONG_CHAT_TOKENS = 50_000;

function budgetsFor(given: readonly string[] | undefined, prepared: readonly Prepared[]): number[] {
  if (given) return given.flatMap((each) => each.split(",").map(budgetNamed));
  const tokens = prepared.map(({ records, counts }) =>
    records.reduce((sum, record) => sum + counts.of(record), 0),
  );
  return median(tokens) > LONG_CHAT_TOKENS ? CHAT_BUDGETS : TALK_BUDGETS;
}

function budgetNamed(text: string): number {
  const budget = Number(text);
  if (Number.isInteger(budget) && budget > 0) return budget;
  throw new Error(`--budget ${text}: a budget is a whole number of tokens above 0`);
}

function rowOf(
  set: RecallSet,
  subject: Subject,
  budget: number,
  prepared: readonly Prepared[],
): BenchRow {
  const outcomes = prepared.flatMap((each) =>
    each.conversation.questions.map((question) => ask(each, question, subject, budget)),
  );
  const answerable = outcomes.filter(({ recall }) => recall !== null);
  const byConversation = prepared.map(({ conversation }) =>
    recallOf(answerable.filter((outcome) => outcome.conversation === conversation.id)),
  );
  const tokens = sumOf(outcomes, (outcome) => outcome.tokens);
  const times = outcomes.map(({ ms }) => ms);
  return {
    subject: subject.name,
    set: set.name,
    budget,
    recall: rounded(recallOf(answerable)),
    all_evidence: rounded(allOf(answerable)),
    recall_interval: tInterval(byConversation)?.map((end) => rounded(end)) ?? null,
    precision: rounded(
      (100 * sumOf(outcomes, (outcome) => outcome.evidenceTokens)) / Math.max(1, tokens),
    ),
    tokens_used: Math.round(tokens / outcomes.length),
    ms_median: rounded(median(times), 3),
    ms_p95: rounded(quantile(times, 0.95), 3),
    by_category: byCategory(outcomes),
  };
}

/** What adding messages to the index takes, counting their tokens apart. */
function indexRow(set: RecallSet, prepared: readonly Prepared[]): BenchRow {
  const indexMs = sumOf(prepared, (each) => each.indexMs);
  return {
    part: "index",
    subject: "adding messages",
    set: set.name,
    messages: sumOf(prepared, ({ records }) => records.length),
    ms_per_message: rounded(indexMs / sumOf(prepared, ({ records }) => records.length), 4),
    ms_per_1000_characters: rounded(
      (1_000 * indexMs) / sumOf(prepared, ({ characters }) => characters),
      4,
    ),
    tokenizer_ms_per_1000_characters: rounded(
      (1_000 * sumOf(prepared, ({ countMs }) => countMs)) /
        sumOf(prepared, ({ characters }) => characters),
      4,
    ),
  };
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function recallOf(outcomes: readonly Outcome[]): number {
  return (100 * outcomes.reduce((sum, { recall }) => sum + (recall ?? 0), 0)) / outcomes.length;
}

function allOf(outcomes: readonly Outcome[]): number {
  return (100 * outcomes.filter(({ recall }) => recall === 1).length) / outcomes.length;
}

/** By category; where nothing was to be found, the tokens that were sent all the same. */
function byCategory(outcomes: readonly Outcome[]): Record<string, unknown> {
  const groups = Map.groupBy(outcomes, ({ category }) => category);
  return Object.fromEntries(
    [...groups].map(([category, group]) => [
      category,
      group.every(({ recall }) => recall === null)
        ? {
            questions: group.length,
            tokens_used: Math.round(sumOf(group, ({ tokens }) => tokens) / group.length),
          }
        : {
            questions: group.length,
            recall: rounded(recallOf(group)),
            all_evidence: rounded(allOf(group)),
          },
    ]),
  );
}
