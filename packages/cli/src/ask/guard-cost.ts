import { InvalidInputError, type ContextPlan, type SummarisePlan } from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { money } from "../render/money.ts";
import { confirm } from "../render/confirm.ts";

interface Cost {
  model: OpenModel | undefined;
  /** The record of a `plan` event. */
  plan: unknown;
  /** US dollars that this turn has cost already, for summaries. */
  spentOnTurn: number;
  /** US dollars that this conversation has cost so far, as far as known, this turn's summaries included. */
  spent: () => Promise<number>;
}

/** A prompt without a known price counts as too expensive above this many tokens. */
const UNPRICED_TOKENS = 32_000;

/**
 * Before money is spent: when the turn, or with it the conversation, may cost more than its limit, a
 * terminal asks and a pipe is refused with the figure. Throws `InvalidInputError`.
 */
export async function guardCost(
  context: CommandContext,
  { model, plan, spentOnTurn, spent }: Cost,
): Promise<void> {
  const { config } = context;
  const perTurn = config.get("max_cost_per_turn");
  const perConversation = config.get("max_cost_per_conversation");
  if (!model || isFree(model) || (perTurn === null && perConversation === null)) return;
  const { dollars, whole, tokens } = priceOf(plan as ContextPlan | SummarisePlan);
  if (!whole && tokens > UNPRICED_TOKENS)
    await ask(context, `about ${tokens} tokens at an unknown price`, "max_cost_per_turn", "null");
  const turn = dollars + spentOnTurn;
  if (perTurn !== null && turn > perTurn)
    return ask(
      context,
      `${whole ? "up to about" : "more than"} ${money(turn)} (limit ${money(perTurn)})`,
      "max_cost_per_turn",
    );
  if (perConversation === null) return;
  const total = dollars + (await spent());
  if (total > perConversation)
    await ask(
      context,
      `up to about ${money(total)} for the conversation (limit ${money(perConversation)})`,
      "max_cost_per_conversation",
    );
}

function isFree({ inside, access }: OpenModel): boolean {
  return inside || access?.server.local === true;
}

/** What a plan may cost at most: nothing cached, and an answer that fills its room; `whole` when every price is known. */
function priceOf(plan: ContextPlan | SummarisePlan): {
  dollars: number;
  whole: boolean;
  tokens: number;
} {
  const tokens = plan.type === "send" ? plan.tokens.total : plan.tokens;
  const { uncached } = plan.cost_usd;
  const whole = uncached !== null && uncached.max !== null;
  return { dollars: uncached?.max ?? uncached?.min ?? 0, whole, tokens };
}

/** `value` is what lets it through when the setting has it. */
async function ask(
  context: CommandContext,
  what: string,
  setting: string,
  value = "1",
): Promise<void> {
  const { stdin, stderr } = context.streams;
  if (stdin.isTTY && stderr.isTTY && (await confirm(context, `This would cost ${what}. Send it?`)))
    return;
  throw new InvalidInputError({
    message: `not sent: it would cost ${what}`,
    code: "over_cost",
    remedy: `${value === "null" ? "Lift" : "Raise"} ${setting} (--${setting.replaceAll("_", "-")} ${value}, or \`colloquy config set ${setting} ${value}\`), shorten the prompt, or set max_tokens.`,
    details: { field: setting, given: what },
  });
}
