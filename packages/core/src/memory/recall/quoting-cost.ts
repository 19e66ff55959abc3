import type { NewMessage } from "../plan-input.ts";
import type { History } from "../history.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { briefHeading, EMPTY_BLOCK, wholeHeading } from "./recalled-block.ts";

/** What quoting takes in tokens, reckoned before anything is written. */
export interface QuotingCost {
  /** Of the message at a position, its heading included. */
  of: (position: number) => number;
  /** What the first heading of a day takes more. */
  day: number;
  /** Of the delimiters. */
  block: number;
}

const SENTENCE = "This is what was said.";

/** A turn number of the usual length. */
const SOME_TURN = 999;

/**
 * A message's own count holds the frame that its template puts around it; quoted, it has a heading instead.
 * Both depend on who speaks, so each speaker is measured once, by the tokenizer of the plan.
 */
export function quotingCost(history: History, tokenizer: Tokenizer): QuotingCost {
  const byRole = new Map<string, Map<string, number>>();
  const changeOf = (record: NewMessage): number => {
    const { role, name = "" } = record.message;
    const byName = byRole.get(role) ?? new Map<string, number>();
    const known = byName.get(name);
    if (known !== undefined) return known;
    const frame = tokenizer.countMessage({ ...(name ? { name } : {}), role, content: "" });
    const change = headingTokens(tokenizer, briefHeading(record, SOME_TURN)) - frame;
    byRole.set(role, byName.set(name, change));
    return change;
  };
  const [first] = history.records;
  return {
    of: (position) => {
      const record = history.records[position];
      return record ? Math.max(1, (history.tokens[position] ?? 0) + changeOf(record)) : 0;
    },
    day: first
      ? headingTokens(tokenizer, wholeHeading(first, SOME_TURN)) -
        headingTokens(tokenizer, briefHeading(first, SOME_TURN))
      : 0,
    block: tokenizer.countText(`\n\n${EMPTY_BLOCK}`),
  };
}

/** Between two texts, since the ends of a heading share tokens with what stands around it. */
function headingTokens(tokenizer: Tokenizer, heading: string): number {
  const whole = tokenizer.countText(`${SENTENCE}\n${heading} ${SENTENCE}`);
  return whole - 2 * tokenizer.countText(SENTENCE);
}
