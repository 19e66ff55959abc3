import { RECALL_CONSTANTS, type RecallConstants } from "./recall-constants.ts";
import type { RecallIndex } from "./recall-index.ts";
import { packMessages } from "./recall-pack.ts";
import { queryOf, type QuestionText } from "./recall-query.ts";
import { reasonsFor } from "./recall-reason.ts";
import { scoreMessages } from "./recall-score.ts";
import { topPositions } from "./top-positions.ts";

export interface RecallInput {
  /** Follows the path already. */
  index: RecallIndex;
  question: QuestionText;
  /** Tokens that quoting a position costs, and what the first quotation of a group costs more. */
  cost: (position: number) => number;
  groupOf: (position: number) => string;
  groupCost: number;
  allowed: (position: number) => boolean;
  room: number;
  constants?: RecallConstants;
}

/** A message worth bringing back. */
export interface Recalled {
  position: number;
  score: number;
  reason: string;
}

/** The older messages that a question needs, best first, as many as fit; none when nothing is asked. */
export function recall(input: RecallInput): Recalled[] {
  const { index, question, constants = RECALL_CONSTANTS } = input;
  const query = queryOf(question, index, constants);
  if (query === null || input.room <= 0) return [];
  const scores = scoreMessages(index, query, constants);
  const { spread, shortSide: short } = index;
  const shortSide = (i: number): boolean => index.messages[i]?.side === short;
  const positions = packMessages({ ...input, scores, spread, shortSide, constants });
  const reasonOf = reasonsFor(index, query, `${question.before} ${question.text}`);
  return positions.map((position) => ({
    position,
    score: scores[position] ?? 0,
    reason: reasonOf(position),
  }));
}

/** Messages of the indexed path that are most like a text, best first, whatever their length. */
export function similarMessages(
  index: RecallIndex,
  text: string,
  options: { limit: number; asked?: Date | null },
): Recalled[] {
  const question = { text, asked: options.asked ?? null, before: "" };
  const query = queryOf(question, index, RECALL_CONSTANTS);
  if (query === null) return [];
  const scores = scoreMessages(index, query, RECALL_CONSTANTS);
  const reasonOf = reasonsFor(index, query, text);
  return topPositions(scores, options.limit).map((position) => ({
    position,
    score: scores[position] ?? 0,
    reason: reasonOf(position),
  }));
}
