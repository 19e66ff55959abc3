import type { PolicyOptions } from "../plan-input.ts";
import type { PriceRatios } from "../prices.ts";

export interface RecalledRoomInput {
  /** Tokens for history and recalled messages together. */
  room: number;
  options: PolicyOptions;
  ratios: PriceRatios | null;
  readingRate: number | null;
}

/** Tokens for the recalled block. */
export interface RecalledRoom {
  /** Always free for it. */
  reserved: number;
  /** Free at a cut where more is found than fits into that. */
  yielded: number;
  /** It may grow to so many where the history leaves more. */
  most: number;
}

const LARGEST_SHARE = 2 / 3;
const UNPRICED_SHARE = 1 / 4;
const PRICED_TOKENS = 1_000;
const UNPRICED_TOKENS = 16_000;
const READING_SECONDS = 2;
const LEAST_READ_TOKENS = 200;
const MOST_READ_TOKENS = 500;

/**
 * Recalled tokens are never cached, so where prices are known they stay at 1,000 a turn; where reading takes
 * measured time, at 2 s of it and at most 500, which then stay cached at their turn. Where neither is known
 * the budget is the only limit: a quarter of it is always free, and two thirds where a cut is made and that
 * much is found, up to 16,000, past which little more is found.
 */
export function recalledRoom({
  room,
  options,
  ratios,
  readingRate,
}: RecalledRoomInput): RecalledRoom {
  const share = Math.floor(room * LARGEST_SHARE);
  const asked = options.recalled_tokens;
  if (asked !== undefined) return fixed(Math.min(asked, room), asked);
  if (options.recent_tokens !== undefined) {
    const left = Math.max(0, room - options.recent_tokens);
    return fixed(left, left);
  }
  if (ratios) return fixed(Math.min(PRICED_TOKENS, share), PRICED_TOKENS);
  if (readingRate) {
    const read = Math.round(readingRate * READING_SECONDS);
    const most = Math.min(MOST_READ_TOKENS, Math.max(LEAST_READ_TOKENS, read));
    return fixed(Math.min(most, share), most);
  }
  return {
    reserved: Math.min(UNPRICED_TOKENS, Math.floor(room * UNPRICED_SHARE)),
    yielded: Math.min(UNPRICED_TOKENS, share),
    most: UNPRICED_TOKENS,
  };
}

function fixed(reserved: number, most: number): RecalledRoom {
  return { reserved, yielded: reserved, most };
}
