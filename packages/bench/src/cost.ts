import { parseArgs } from "node:util";
import type { PriceRatios } from "@colloquy/core";
import { vocabularyTokenizer } from "@colloquy/tokenizer";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { generatedSet } from "./memory/generated-set.ts";
import { CHAT } from "./memory/long-chat.ts";
import { readRecallSet } from "./memory/recall-set.ts";
import { ask, prepare, type Prepared, type Subject } from "./memory/score-question.ts";
import { ANSWER_RATIO, simulateBill, type Bill, type BillInput } from "./memory/simulate-bill.ts";

/** What providers ask for tokens read from and written into their cache, over the prompt price. */
const SETTINGS: readonly { name: string; ratios: PriceRatios | null }[] = [
  { name: "0.1, 1", ratios: { cached: 0.1, written: 1 } },
  { name: "0.25, 1", ratios: { cached: 0.25, written: 1 } },
  { name: "0.5, 1", ratios: { cached: 0.5, written: 1 } },
  { name: "0.1, 1.25", ratios: { cached: 0.1, written: 1.25 } },
  { name: "0.02, 1", ratios: { cached: 0.02, written: 1 } },
  { name: "no cache", ratios: null },
];
const EXPIRIES = [0, 0.3];
const SUBJECTS: readonly Subject[] = [
  { name: "recent", policy: "recent", options: {} },
  { name: "middle-out", policy: "middle-out", options: {} },
  { name: "block", policy: "block", options: {} },
  { name: "recall 500", policy: "recall", options: { recalled_tokens: 500 } },
  { name: "recall 1000", policy: "recall", options: { recalled_tokens: 1_000 } },
];
const LARGEST_BUDGET = 1_000_000;

/**
 * The bill of a 200-turn chat: user 60 tokens, assistant 250, system prompt 800, budget 8,000. Every figure
 * is beside what the policy finds: `evidence_recall` is measured on `--set FILE` (else the generated set)
 * with the same budget and the same options.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...options.args], options: { set: { type: "string" } } });
  const set = values.set ? readRecallSet(values.set) : generatedSet(1);
  const tokenizer = await vocabularyTokenizer("o200k_base");
  const prepared = set.conversations.map((conversation) => prepare(conversation, tokenizer));
  const found = new Map(
    SUBJECTS.map((subject) => [subject.name, evidenceRecall(subject, prepared)]),
  );
  const rows: BenchRow[] = [];
  const bars: Bar[] = [];
  for (const { name, ratios } of SETTINGS) {
    for (const expiry of EXPIRIES) {
      options.say(`cached, written ${name}, expiry ${expiry}`);
      const equal = equalVisible(ratios, expiry);
      const made = SUBJECTS.map((subject) => {
        const bill = simulateBill({ ...subject, budget: CHAT.budget, ratios, expiry });
        return rowOf({
          subject,
          setting: name,
          expiry,
          bill,
          equal,
          found: found.get(subject.name) ?? 0,
        });
      });
      rows.push(...made);
      if (expiry === 0 && ratios) bars.push(...barsOf(name, ratios, made));
    }
  }
  return {
    bench: "cost",
    machine: machine(),
    rows: rows.map((row) => ({ ...row, set: set.name })),
    bars,
  };
}

interface RowInput {
  subject: Subject;
  setting: string;
  expiry: number;
  bill: Bill;
  equal: (visible: number) => number;
  found: number;
}

function rowOf({ subject, setting, expiry, bill, equal, found }: RowInput): BenchRow {
  const answers = CHAT.turns * CHAT.assistant * ANSWER_RATIO;
  const reference = equal(bill.visible);
  const whole = equal(Number.POSITIVE_INFINITY);
  return {
    subject: subject.name,
    cached_written: setting,
    expiry,
    visible_tokens: Math.round(bill.visible),
    recalled_tokens: Math.round(bill.recalled),
    evidence_recall: rounded(100 * found, 1),
    hit_rate: rounded(bill.hits, 3),
    cuts: bill.cuts,
    input_cost: Math.round(bill.input),
    input_to_recent: rounded(bill.input / whole, 3),
    input_to_recent_equal_visible: rounded(bill.input / reference, 3),
    bill: Math.round(bill.input + answers),
    bill_to_recent: rounded((bill.input + answers) / (whole + answers), 3),
    bill_to_recent_equal_visible: rounded((bill.input + answers) / (reference + answers), 3),
  };
}

/** The input cost of `recent` with the budget at which it shows as much history, between measured budgets. */
function equalVisible(ratios: PriceRatios | null, expiry: number): (visible: number) => number {
  const budgets = [2_000, 3_000, 4_000, 5_000, 6_000, 7_000, CHAT.budget];
  const bills = budgets.map((budget) => simulateBill({ policy: "recent", budget, ratios, expiry }));
  return (visible) => {
    const above = bills.findIndex((bill) => bill.visible >= visible);
    const high = bills[above];
    const low = bills[above - 1];
    if (!high) return bills.at(-1)?.input ?? 0;
    if (!low) return (high.input * visible) / high.visible;
    const share = (visible - low.visible) / (high.visible - low.visible);
    return low.input + share * (high.input - low.input);
  };
}

function evidenceRecall(subject: Subject, prepared: readonly Prepared[]): number {
  const budget = CHAT.budget - CHAT.system;
  const shares = prepared.flatMap((each) =>
    each.conversation.questions
      .filter(({ evidence }) => evidence.length > 0)
      .map((question) => ask(each, question, subject, budget).recall ?? 0),
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

const INTERVALS = [...Array.from({ length: 24 }, (_, i) => i + 1), 27, 30, 35, 40, 50, 60];

/** The cheapest interval at the floor that the policy chose, whatever budget it would take. */
function bestOverIntervals(ratios: PriceRatios, floor: number): number {
  const bills = INTERVALS.map((interval) => {
    const given: BillInput = {
      policy: "block",
      options: { recent_tokens: floor, interval },
      budget: budgetFor(floor, interval),
      ratios,
      expiry: 0,
    };
    return simulateBill(given).input;
  });
  return Math.min(...bills);
}

function budgetFor(floor: number, interval: number): number {
  const peak = CHAT.system + floor + (interval + 1) * (CHAT.user + CHAT.assistant);
  return Math.min(LARGEST_BUDGET, peak + CHAT.user);
}

function barsOf(name: string, ratios: PriceRatios, rows: readonly BenchRow[]): Bar[] {
  const block = rows.find((row) => row.subject === "block");
  const recalling = rows.find((row) => row.subject === "recall 1000");
  if (!block || !recalling) return [];
  const best = bestOverIntervals(ratios, floorOf(ratios));
  const bars = [
    ceiling(
      `block at ${name}: input over the best interval's`,
      Number(block["input_cost"]) / best,
      1.05,
    ),
  ];
  if (ratios.cached !== 0.1 || ratios.written !== 1) return bars;
  const equal = "input_to_recent_equal_visible";
  return [
    ...bars,
    ceiling(
      `block at ${name}: input over recent's, equal visible history`,
      Number(block[equal]),
      0.22,
    ),
    ceiling(
      `recall of 1,000 tokens at ${name}: input over recent's`,
      Number(recalling["input_to_recent"]),
      0.31,
    ),
  ];
}

/** The floor that the budget implies, by the closed form that the policy uses. */
function floorOf({ cached, written }: PriceRatios): number {
  const perTurn = CHAT.user + CHAT.assistant;
  const limit = CHAT.budget - CHAT.system - CHAT.user;
  const growth = Math.sqrt((2 * (written - cached) * perTurn) / cached);
  const root = (Math.sqrt(growth * growth + 4 * limit) - growth) / 2;
  return Math.max(limit / 4, root * root);
}

function ceiling(name: string, value: number, limit: number): Bar {
  return { name, value: rounded(value, 3), limit, unit: "× at most", ok: value <= limit };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
