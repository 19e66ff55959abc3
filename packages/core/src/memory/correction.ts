import type { Tokenizer } from "./tokenizer.ts";

/** What a model's replies have taught about our counts: reported over counted tokens. JSON. */
export interface Correction {
  /** The tokenizer that it corrects. */
  tokenizer: string;
  /** The latest ratios, oldest first. */
  ratios: readonly number[];
}

const RATIOS_KEPT = 20;
/** Below this a prompt is mostly framing, and says little of the text. */
const LEAST_TOKENS = 50;
const PRIOR_WEIGHT = 1;
/** No vocabulary is further from another: a ratio beyond it is a cut prompt or a wrong report, not a lesson. */
const FARTHEST = 2.5;
/**
 * The correction after one more reply that reported its `prompt_tokens`. `counted` is the tokenizer's own
 * count, before any earlier correction: else each lesson would be measured against the one before.
 */
export function learned(
  before: Correction | null,
  seen: { tokenizer: string; counted: number; reported: number },
): Correction {
  const ratios = before?.tokenizer === seen.tokenizer ? before.ratios : [];
  const ratio = seen.reported / seen.counted;
  if (seen.counted < LEAST_TOKENS || !(ratio > 1 / FARTHEST && ratio < FARTHEST))
    return { tokenizer: seen.tokenizer, ratios };
  return { tokenizer: seen.tokenizer, ratios: [...ratios, ratio].slice(-RATIOS_KEPT) };
}

/** The corrections with what one more reply taught of a tokenizer. */
export function learnedAll(
  before: readonly Correction[],
  seen: Parameters<typeof learned>[1],
): readonly Correction[] {
  const known = before.find(({ tokenizer }) => tokenizer === seen.tokenizer) ?? null;
  return [...before.filter(({ tokenizer }) => tokenizer !== seen.tokenizer), learned(known, seen)];
}

/** The tokenizer with what replies taught of it, when they did. */
export function correctedBy(tokenizer: Tokenizer, corrections: readonly Correction[]): Tokenizer {
  return corrected(tokenizer, corrections.find((each) => each.tokenizer === tokenizer.id) ?? null);
}

/** What is left to doubt where few replies have said how far a count is off. */
const LEAST_BOUND = 0.01;

/**
 * A tokenizer scaled by the median ratio seen, with a bound that covers every ratio seen and shrinks from its
 * own as replies come in. Counts that replies have always confirmed, and those of another id, stay as they
 * are; even an exact vocabulary does not know how every server frames a message.
 */
export function corrected(tokenizer: Tokenizer, correction: Correction | null): Tokenizer {
  const ratios = correction?.tokenizer === tokenizer.id ? correction.ratios : [];
  if (ratios.length === 0 || (tokenizer.exact && ratios.every((ratio) => ratio === 1)))
    return tokenizer;
  const factor = medianOf(ratios);
  const scaled = (count: number): number => Math.ceil(count * factor);
  const doubt = PRIOR_WEIGHT / (PRIOR_WEIGHT + ratios.length);
  const widest = Math.max(...ratios.map((ratio) => Math.abs(ratio / factor - 1)));
  return {
    id: tokenizer.id,
    base: tokenizer,
    factor,
    exact: false,
    bound: Math.max(LEAST_BOUND, widest, tokenizer.bound * doubt),
    ...(tokenizer.toolsBound !== undefined && { toolsBound: tokenizer.toolsBound }),
    uncertainty: (message) => (tokenizer.uncertainty?.(message) ?? 0) * factor * doubt,
    countText: (text) => scaled(tokenizer.countText(text)),
    countMessage: (message) => scaled(tokenizer.countMessage(message)),
    countTools: (tools) => scaled(tokenizer.countTools(tools)),
    countTemplate: (messages) => {
      const { lead, trail } = tokenizer.countTemplate(messages);
      return { lead: scaled(lead), trail: scaled(trail) };
    },
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 1;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
