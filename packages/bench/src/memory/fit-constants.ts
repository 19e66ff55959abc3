import { recall, RECALL_CONSTANTS, type RecallConstants } from "@colloquy/core";
import type { BenchRow } from "../bench-result.ts";
import type { Prepared } from "./score-question.ts";
import { tInterval } from "./t-interval.ts";

/** Each constant that is fitted, with the values that are tried beside the one in use. */
const TRIED: { readonly [K in keyof RecallConstants]?: readonly RecallConstants[K][] } = {
  k1: [0.7, 1.4],
  b: [0.3, 0.7],
  window: [
    [0, 0],
    [0.2, 0.1],
  ],
  reply: [0.05, 0.2],
  smoothEven: [
    [0.15, 0.1],
    [0.35, 0.25],
  ],
  smoothUneven: [
    [0, 0],
    [0, 0.3],
  ],
  session: [0, 0.2],
  date: [1, 3],
  spokenDate: [1, 3],
  speaker: [1, 4],
  conceptAsked: [0.3, 1],
  asking: [0.15, 0.6],
  feedback: [0, 0.2],
  costPower: [0.5, 0.9],
  coverage: [0, 0.2],
};

/** What quoting costs here besides the messages: a heading for each new day, and the block's delimiters. */
const DAY_HEADING = 11;
const BLOCK = 16;

/**
 * The constants fitted one change at a time on all conversations but one and scored on that one, for each in
 * turn; beside it the score of the constants in use, and of the best change when it is fitted on all.
 */
export function fitRow(set: string, prepared: readonly Prepared[], budget: number): BenchRow {
  const variants = variantsOf();
  const scores = variants.map((constants) =>
    prepared.map((each) => scoreOf(each, budget, constants)),
  );
  const heldOut = prepared.map((_, out) => {
    const best = bestOf(
      scores,
      prepared.map((__, i) => i).filter((i) => i !== out),
    );
    return scores[best]?.[out] ?? [0, 0];
  });
  const refitted = scores[bestOf(scores, [...prepared.keys()])] ?? [];
  return {
    subject: "recall-only, fitted leaving one conversation out",
    set,
    budget,
    recall: percent(heldOut.map(([found]) => found)),
    all_evidence: percent(heldOut.map(([, all]) => all)),
    recall_interval: tInterval(heldOut.map(([found]) => 100 * found))?.map((x) =>
      Number(x.toFixed(1)),
    ),
    in_use_recall: percent((scores[0] ?? []).map(([found]) => found)),
    in_use_all_evidence: percent((scores[0] ?? []).map(([, all]) => all)),
    refitted_recall: percent(refitted.map(([found]) => found)),
    refitted_all_evidence: percent(refitted.map(([, all]) => all)),
  };
}

function variantsOf(): RecallConstants[] {
  const changes = Object.entries(TRIED).flatMap(([name, values]) =>
    values.map((value) => ({ ...RECALL_CONSTANTS, [name]: value })),
  );
  return [RECALL_CONSTANTS, ...changes];
}

type Score = readonly [recall: number, all: number];

/** The variant with the best mean of recall and all-evidence over these conversations. */
function bestOf(scores: readonly (readonly Score[])[], among: readonly number[]): number {
  const means = scores.map((row) =>
    among.reduce((sum, i) => sum + (row[i]?.[0] ?? 0) + (row[i]?.[1] ?? 0), 0),
  );
  return means.indexOf(Math.max(...means));
}

function scoreOf(prepared: Prepared, budget: number, constants: RecallConstants): Score {
  const { records, counts, index, conversation } = prepared;
  const questions = conversation.questions.filter(
    ({ evidence, before }) => evidence.length > 0 && !before,
  );
  const position = new Map(records.map(({ id }, i) => [id, i]));
  const last = records.at(-1)?.created_at;
  let found = 0;
  let all = 0;
  for (const question of questions) {
    const recalled = recall({
      index,
      question: { text: question.query, asked: last ? new Date(last) : null, before: "" },
      cost: (i) => (records[i] ? counts.of(records[i]) : 0),
      groupOf: (i) => records[i]?.created_at.slice(0, 10) ?? "",
      groupCost: DAY_HEADING,
      allowed: () => true,
      room: budget - BLOCK,
      constants,
    });
    const got = new Set(recalled.map((each) => each.position));
    const hits = question.evidence.filter((id) => got.has(position.get(id) ?? -1)).length;
    found += hits / question.evidence.length;
    all += hits === question.evidence.length ? 1 : 0;
  }
  return [found / questions.length, all / questions.length];
}

function percent(shares: readonly number[]): number {
  return Number(((100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length).toFixed(1));
}
