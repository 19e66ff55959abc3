import { textOf } from "@colloquy/core";
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
  if (pricing && plan.cost_usd.uncached?.max)
    screen.say(screen.err.dim(`${plan.tokens.total} tokens go out · ${costWords(plan.cost_usd)}`));
}

/** `recalled turn 3: By the way, my locker…`, for what this message brought back. */
function recalledNow({ plan, input }: MadePlan): string[] {
  if (plan.type !== "send") return [];
  const block = plan.recalled.find(({ at_id }) => at_id === plan.message_id);
  if (!block) return [];
  return block.sources.flatMap((position) => {
    const record = input.path[position];
    if (!record) return [];
    const turn = input.path.slice(0, position + 1).filter(({ message }) => message.role === "user");
    const words = sanitise(textOf(record.message)).replaceAll(/\s+/g, " ");
    return `recalled turn ${turn.length}: ${words.slice(0, SHOWN_CHARACTERS)}`;
  });
}
