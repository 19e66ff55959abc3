import type { PriceRatios } from "../prices.ts";

export interface IntervalInput {
  /** Most tokens of history that may be sent. */
  limit: number;
  /** Tokens that a turn adds, on average. */
  perTurn: number;
  /** Cached and written prices over the prompt price; null when unknown or free. */
  ratios: PriceRatios | null;
  /** Tokens of a prompt that this machine reads in a second; null when nobody measured. */
  readingRate: number | null;
  /** Floor asked for. */
  floor?: number | undefined;
  /** Turns between cuts asked for. */
  interval?: number | undefined;
}

/** How deep and how often to cut: `floor` tokens stay after a cut, the next one comes above `peak`. */
export interface Interval {
  floor: number;
  peak: number;
}

/** What a cached token costs when it costs no money: the attention it takes from each new one. */
const CARRIED_SHARE = 0.05;
/** The usual cached price, where the real one is unknown. */
const USUAL_RATIOS: PriceRatios = { cached: 0.1, written: 1 };
const LEAST_FLOOR_SHARE = 0.25;

/**
 * With c and w the cached and written prices, n tokens a turn and H tokens of history kept by a cut, a turn
 * costs w·n + c·(H + n·k/2) + (w − c)·H/k on average if cuts are k turns apart: least at
 * k* = √(2·(w − c)·H / (c·n)). The budget is the peak, H + k*·n, so H follows from it in closed form. Where
 * no money decides, seconds do: a cached token is not read again, so only what it slows down counts.
 */
export function intervalOf(input: IntervalInput): Interval {
  const { limit, perTurn } = input;
  const ratios =
    input.ratios ?? (input.readingRate ? { cached: CARRIED_SHARE, written: 1 } : USUAL_RATIOS);
  const growth = growthFactor(ratios, perTurn);
  const floor = Math.max(0, Math.min(input.floor ?? floorFor(limit, growth), limit));
  const turns = input.interval === undefined ? null : Math.max(1, input.interval) * perTurn;
  return { floor, peak: Math.min(limit, floor + (turns ?? growth * Math.sqrt(floor))) };
}

/** n·k* is this times √H. */
function growthFactor({ cached, written }: PriceRatios, perTurn: number): number {
  if (cached >= written) return 0;
  if (cached <= 0) return Number.POSITIVE_INFINITY;
  return Math.sqrt((2 * (written - cached) * perTurn) / cached);
}

/** H with H + growth·√H = limit, at least a quarter of the limit. */
function floorFor(limit: number, growth: number): number {
  const least = limit * LEAST_FLOOR_SHARE;
  if (!Number.isFinite(growth)) return least;
  const root = (Math.sqrt(growth * growth + 4 * limit) - growth) / 2;
  return Math.max(least, root * root);
}
