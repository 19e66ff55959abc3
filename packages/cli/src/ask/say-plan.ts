import { suggestPins, textOf, type ContextPlan } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import type { MadePlan } from "../memory/turn-planner.ts";
import { costWords } from "../render/plan-lines.ts";
import { sanitise } from "../render/sanitise.ts";

const SHOWN_CHARACTERS = 48;

/** Says where the history is cut, what was brought back, and in a chat what the turn may cost. */
export function sayPlan(
  { screen }: CommandContext,
  made: MadePlan | undefined,
  pricing: boolean,
): void {
  if (!made) return;
  const { plan } = made;
  for (const notice of plan.notices) screen.say(screen.err.dim(sanitise(notice)));
  if (plan.type !== "send") return;
  for (const line of recalledNow(made)) screen.say(screen.err.dim(line));
  if (!pricing) return;
  for (const line of [...pinHint(made), ...priceLines(plan)]) screen.say(screen.err.dim(line));
}

/** A message that rules take for a standing instruction or a correction: pinning it is left to the person. */
function pinHint({ input: { message } }: MadePlan): string[] {
  const [found] = message ? suggestPins([message]) : [];
  const kind = found?.kind === "instruction" ? "standing instruction" : "correction";
  return found ? [`reads like a ${kind}: /pin sends it always`] : [];
}

/** `877 tokens go out · $0.0033–$0.0186`; nothing where nothing costs money. */
function priceLines({ tokens, cost_usd }: ContextPlan): string[] {
  if (cost_usd.uncached?.max === 0) return [];
  const price = cost_usd.uncached ? costWords(cost_usd) : "price unknown";
  return [`${tokens.total} tokens go out · ${price}`];
}

/** `recalled turn 3 (mentions “locker”): By the way, my locker…`, for what this message brought back. */
function recalledNow({ plan, input }: MadePlan): string[] {
  if (plan.type !== "send") return [];
  const block = plan.recalled.find(({ at_id }) => at_id === plan.message_id);
  if (!block) return [];
  return block.sources.flatMap((position, i) => {
    const record = input.path[position];
    if (!record) return [];
    const turn = input.path.slice(0, position + 1).filter(({ message }) => message.role === "user");
    const words = sanitise(textOf(record.message)).replaceAll(/\s+/g, " ");
    const reason = block.reasons?.[block.reason_of?.[i] ?? -1];
    const why = reason === undefined ? "" : ` (${sanitise(reason)})`;
    return `recalled turn ${turn.length}${why}: ${words.slice(0, SHOWN_CHARACTERS)}`;
  });
}
