import { InvalidInputError } from "../error/errors.ts";
import { affordableTokens, type Prices } from "./prices.ts";

/** Tokens that a prompt may use, and where the figure comes from. */
export interface Budget {
  /** Null when no limit is known. */
  tokens: number | null;
  /** In words, with the figures it was made of. */
  source: string;
  /** The model's context window, null when unknown. */
  window: number | null;
  /** Tokens left for the answer inside the window. */
  answer_room: number;
}

export interface BudgetInput {
  /** What a person asked for. */
  asked?: number | undefined;
  /** Context window in tokens; absent or null when unknown. */
  window?: number | null | undefined;
  /** Where the window is known from, when not from the server's list, or why it is not known. */
  windowSource?: string | undefined;
  /** The request's own `max_tokens`. */
  maxTokens?: number | undefined;
  /** Tokens of a prompt that this machine reads in a second, for a model that runs here. */
  readingRate?: number | undefined;
  /** False while that is what is usual, and not what this machine was seen to do. */
  readingMeasured?: boolean | undefined;
  /** The most that the turn may cost in US dollars, an answer that fills its room included. */
  costCap?: { usd: number; prices: Prices } | undefined;
}

const ANSWER_ROOM = 1_024;
const READING_SECONDS = 10;

/**
 * The budget: the window less the answer's room (`max_tokens`, else the smaller of a quarter of the window
 * and 1,024), less if the person asked for less, if the turn would cost more than its cap, or if this machine
 * would read longer than 10 s.
 */
export function budgetOf(input: BudgetInput): Budget {
  checkFigures(input);
  const window = input.window ?? null;
  const answerRoom = input.maxTokens ?? answerRoomOf(window);
  const limits = limitsOf(input, window, answerRoom);
  const tightest = limits.reduce<Limit | null>(
    (best, limit) => (best === null || limit.tokens < best.tokens ? limit : best),
    null,
  );
  return {
    tokens: tightest?.tokens ?? null,
    source:
      tightest?.source ??
      `no limit is known for this model${input.windowSource ? ` (${input.windowSource})` : ""}`,
    window,
    answer_room: answerRoom,
  };
}

interface Limit {
  tokens: number;
  source: string;
}

function limitsOf(input: BudgetInput, window: number | null, answerRoom: number): Limit[] {
  const limits: Limit[] = [];
  if (window !== null) {
    const known = input.windowSource ? ` (${input.windowSource})` : "";
    const source = `the window of ${figure(window)}${known} less ${figure(answerRoom)} for the answer`;
    limits.push({ tokens: Math.max(0, window - answerRoom), source });
  }
  if (input.asked !== undefined) {
    limits.push({ tokens: input.asked, source: `${figure(input.asked)} as asked` });
  }
  const { costCap, readingRate, readingMeasured = true } = input;
  const capped = costCap && costLimit(costCap, answerRoom);
  if (capped) limits.push(capped);
  if (readingRate !== undefined && readingRate > 0 && input.asked === undefined) {
    const tokens = Math.floor(readingRate * READING_SECONDS);
    limits.push({
      tokens,
      source: `what this machine reads in ${READING_SECONDS} s at ${Math.round(readingRate)} tokens a second${readingMeasured ? "" : ", until it was measured"}`,
    });
  }
  return limits;
}

/** What is left for the prompt once an answer that fills its room is paid; null where the model is free or unpriced. */
function costLimit(
  { usd, prices }: NonNullable<BudgetInput["costCap"]>,
  room: number,
): Limit | null {
  const answer = room * (prices.completion ?? 0);
  const tokens = affordableTokens(prices, usd - answer);
  if (prices.prompt === null || !Number.isFinite(tokens)) return null;
  const less =
    answer > 0
      ? `, less $${Number(answer.toPrecision(2))} for an answer of ${figure(room)} tokens,`
      : "";
  return { tokens, source: `what $${usd}${less} buys at $${prices.prompt} a token` };
}

function answerRoomOf(window: number | null): number {
  return window === null ? ANSWER_ROOM : Math.min(Math.floor(window / 4), ANSWER_ROOM);
}

function checkFigures({ asked, window }: BudgetInput): void {
  if (asked !== undefined && !(Number.isInteger(asked) && asked > 0)) {
    throw wrong("budget", asked, "a whole number of tokens above 0");
  }
  if (window !== undefined && window !== null && !(window > 0)) {
    throw wrong("window", window, "a number of tokens above 0, or unknown");
  }
}

function wrong(field: string, given: number, allowed: string): InvalidInputError {
  return new InvalidInputError({
    message: `${field} is ${given}; it must be ${allowed}`,
    remedy:
      field === "budget" ? "Give --budget a number above 0." : "Give --budget a number of tokens.",
    details: { field, given, allowed },
  });
}

/** With commas by hand: the first `toLocaleString` of a process costs some 30 ms. */
function figure(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
