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
/** The correction after one more reply that reported its `prompt_tokens`. */
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

/**
 * An estimate scaled by the median ratio seen, with a bound that covers every ratio seen and shrinks from
 * the estimate's own as replies come in. An exact tokenizer, and one of another id, stay as they are.
 */
export function corrected(tokenizer: Tokenizer, correction: Correction | null): Tokenizer {
  const ratios = correction?.tokenizer === tokenizer.id ? correction.ratios : [];
  if (tokenizer.exact || ratios.length === 0) return tokenizer;
  const factor = medianOf(ratios);
  const scaled = (count: number): number => Math.ceil(count * factor);
  const widest = Math.max(...ratios.map((ratio) => Math.abs(ratio / factor - 1)));
  return {
    id: tokenizer.id,
    base: tokenizer,
    factor,
    exact: false,
    bound: Math.max(widest, (tokenizer.bound * PRIOR_WEIGHT) / (PRIOR_WEIGHT + ratios.length)),
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
