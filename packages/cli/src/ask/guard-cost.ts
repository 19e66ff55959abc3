import { InvalidInputError, type ChatMessage, type Model, type TurnSettings } from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { money } from "../render/money.ts";
import { confirm } from "../render/confirm.ts";
import { estimateTokens } from "./estimate-tokens.ts";

interface Cost {
  model: OpenModel | undefined;
  messages: readonly ChatMessage[];
  settings: TurnSettings | undefined;
  /** US dollars that this conversation has cost so far, as far as known. */
  spent(): Promise<number>;
}

/** A prompt without a known price counts as too expensive above this many tokens. */
const UNPRICED_TOKENS = 32_000;
/** Tokens an answer is taken to have when nothing limits it. */
const USUAL_ANSWER = 1_000;

/**
 * Before money is spent: when the turn, or with it the conversation, may cost more than its limit, a
 * terminal asks and a pipe is refused with the figure. Throws `InvalidInputError`.
 */
export async function guardCost(context: CommandContext, cost: Cost): Promise<void> {
  const { config } = context;
  const perTurn = config.get("max_cost_per_turn");
  const perConversation = config.get("max_cost_per_conversation");
  const { model } = cost;
  if (!model || isFree(model) || (perTurn === null && perConversation === null)) return;
  const tokens = estimateTokens(cost.messages);
  const dollars = await turnCost(context, { ...cost, model, tokens });
  if (dollars === null) {
    if (tokens > UNPRICED_TOKENS)
      await ask(context, `about ${tokens} tokens at an unknown price`, "max_cost_per_turn");
    return;
  }
  if (perTurn !== null && dollars > perTurn)
    return ask(
      context,
      `up to about ${money(dollars)} (limit ${money(perTurn)})`,
      "max_cost_per_turn",
    );
  if (perConversation === null) return;
  const total = dollars + (await cost.spent());
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

interface PricedTurn {
  model: OpenModel;
  settings: TurnSettings | undefined;
  tokens: number;
}

/** US dollars for the prompt and an answer that fills its room; null when a price is unknown. */
async function turnCost(
  context: CommandContext,
  { model, settings, tokens }: PricedTurn,
): Promise<number | null> {
  const found = await priceOf(context, model);
  const prices = found?.pricing;
  if (!prices) return null;
  const [prompt, completion, request] = [
    prices.prompt,
    prices.completion,
    prices.request ?? "0",
  ].map(Number);
  if (prompt === undefined || completion === undefined || request === undefined) return null;
  if (![prompt, completion, request].every((price) => price >= 0)) return null;
  const limit = settings?.parameters["max_completion_tokens"] ?? settings?.parameters["max_tokens"];
  const answer = typeof limit === "number" ? limit : USUAL_ANSWER;
  return request + tokens * prompt + answer * completion;
}

/** The model's description; undefined when it cannot be had, which makes the price unknown. */
async function priceOf(
  context: CommandContext,
  { access, id }: OpenModel,
): Promise<Model | undefined> {
  if (!access?.server.has_prices) return undefined;
  try {
    const catalog = await context.catalog(access.server.name);
    return (await catalog.get(id, { signal: context.signal }))?.model;
  } catch {
    return undefined;
  }
}

async function ask(context: CommandContext, what: string, setting: string): Promise<void> {
  const { stdin, stderr } = context.streams;
  if (stdin.isTTY && stderr.isTTY && (await confirm(context, `This would cost ${what}. Send it?`)))
    return;
  throw new InvalidInputError({
    message: `not sent: it would cost ${what}`,
    code: "over_cost",
    remedy: `Raise ${setting} (--${setting.replaceAll("_", "-")} 1, or \`colloquy config set ${setting} 1\`), shorten the prompt, or set max_tokens.`,
    details: { field: setting, given: what },
  });
}
