import { parseArgs } from "node:util";
import { vocabularyTokenizer } from "@colloquy/tokenizer";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { median, quantile } from "./median.ts";
import { fitRow } from "./memory/fit-constants.ts";
import { generatedSet } from "./memory/generated-set.ts";
import { readRecallSet, type RecallSet } from "./memory/recall-set.ts";
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
  for (const set of sets) {
    const prepared = set.conversations.map((conversation) => prepare(conversation, tokenizer));
    const budgets = budgetsFor(values.budget, prepared);
    for (const budget of budgets) {
      for (const subject of subjects) {
        rows.push(rowOf(set, subject, budget, prepared));
        options.say(`${set.name} ${budget} ${subject.name}`);
      }
    }
    if (values.fit) rows.push(...budgets.map((budget) => fitRow(set.name, prepared, budget)));
  }
  return {
    bench: "recall",
    machine: machine(),
    rows,
    bars: [...rows.flatMap(barsOf), ...lossBars(rows)],
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
  if (given) return given.flatMap((each) => each.split(",").map(Number));
  const tokens = prepared.map(({ records, counts }) =>
    records.reduce((sum, record) => sum + counts.of(record), 0),
  );
  return median(tokens) > LONG_CHAT_TOKENS ? CHAT_BUDGETS : TALK_BUDGETS;
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
  const tokens = outcomes.reduce((sum, outcome) => sum + outcome.tokens, 0);
  const evidence = answerable.reduce(
    (sum, { recall, evidenceTokens }) => sum + (recall ?? 0) * evidenceTokens,
    0,
  );
  const messages = prepared.reduce((sum, { records }) => sum + records.length, 0);
  const indexMs = prepared.reduce((sum, each) => sum + each.indexMs, 0);
  const characters = prepared.reduce((sum, each) => sum + each.characters, 0);
  return {
    subject: subject.name,
    set: set.name,
    budget,
    questions: answerable.length,
    recall: rounded(recallOf(answerable)),
    all_evidence: rounded(allOf(answerable)),
    recall_interval: tInterval(byConversation)?.map(rounded) ?? null,
    precision: rounded((100 * evidence) / Math.max(1, tokens)),
    tokens_used: Math.round(tokens / outcomes.length),
    ms_median: rounded(median(outcomes.map(({ ms }) => ms)), 3),
    ms_p95: rounded(
      quantile(
        outcomes.map(({ ms }) => ms),
        0.95,
      ),
      3,
    ),
    count_ms_median: rounded(median(outcomes.map(({ countMs }) => countMs)), 3),
    index_ms_per_message: rounded(indexMs / messages, 4),
    index_ms_per_1000_characters: rounded((indexMs / characters) * 1_000, 4),
    by_category: byCategory(outcomes),
  };
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
            tokens_used: Math.round(
              group.reduce((sum, { tokens }) => sum + tokens, 0) / group.length,
            ),
          }
        : {
            questions: group.length,
            recall: rounded(recallOf(group)),
            all_evidence: rounded(allOf(group)),
          },
    ]),
  );
}

function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

/** Least recall and all-evidence, in per cent, by set and budget. */
const FLOORS: readonly (readonly [set: RegExp, budget: number, recall: number, all: number])[] = [
  [/^locomo/, 1_000, 83, 77.5],
  [/^locomo/, 2_000, 88, 82.5],
  [/^locomo/, 4_000, 92.5, 88],
  [/^locomo/, 8_000, 95.5, 92],
  [/^beam/, 4_000, 82, 70],
  [/^beam/, 8_000, 87, 79],
  [/^generated/, 1_000, 85, 75],
];
const ALLOWED_LOSS = 2;

function barsOf(row: BenchRow): Bar[] {
  if (row.subject !== "recall-only") return [];
  const name = nameOf(row);
  const bars: Bar[] = [];
  for (const [set, budget, recall, all] of FLOORS) {
    if (row["budget"] !== budget || !set.test(String(row["set"]))) continue;
    bars.push(floorBar(`${name}: recall`, Number(row["recall"]), recall));
    bars.push(floorBar(`${name}: all evidence`, Number(row["all_evidence"]), all));
  }
  const ms = Number(row["ms_median"]);
  bars.push({ name: `${name}: a question`, value: ms, limit: 2, unit: "ms, median", ok: ms <= 2 });
  const added = Number(row["index_ms_per_1000_characters"]);
  bars.push({
    name: `${name}: adding`,
    value: added,
    limit: 0.1,
    unit: "ms per 1,000 characters",
    ok: added <= 0.1,
  });
  return bars;
}

/** What the recent turns of the product's own split cost in recall. */
function lossBars(rows: readonly BenchRow[]): Bar[] {
  return rows.flatMap((row) => {
    const whole = rows.find(
      (other) =>
        other.subject === "recall-only" &&
        other["set"] === row["set"] &&
        other["budget"] === row["budget"],
    );
    if (row.subject !== "recall" || !whole) return [];
    return ["recall", "all_evidence"].map((figure) => {
      const value = rounded(Number(whole[figure]) - Number(row[figure]));
      const name = `${nameOf(row)}: ${figure} lost to recent turns`;
      return {
        name,
        value,
        limit: ALLOWED_LOSS,
        unit: "points at most",
        ok: value <= ALLOWED_LOSS,
      };
    });
  });
}

function nameOf(row: BenchRow): string {
  return `${row.subject} on ${String(row["set"])} at ${String(row["budget"])}`;
}

function floorBar(name: string, value: number, limit: number): Bar {
  return { name, value, limit, unit: "% at least", ok: value >= limit };
}
