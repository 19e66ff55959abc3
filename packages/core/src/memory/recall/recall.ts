import { RECALL_CONSTANTS, type RecallConstants } from "./recall-constants.ts";
import type { RecallIndex } from "./recall-index.ts";
import { packMessages } from "./recall-pack.ts";
import { queryOf, type QuestionText } from "./recall-query.ts";
import { recallReason } from "./recall-reason.ts";
import { scoreMessages } from "./recall-score.ts";

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
  return positions.map((position) => ({
    position,
    score: scores[position] ?? 0,
    reason: recallReason(index, query, question.text, position),
  }));
}
