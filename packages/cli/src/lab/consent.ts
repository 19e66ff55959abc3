import { AbortedError, InvalidInputError } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { confirm } from "../render/confirm.ts";
import { money } from "../render/money.ts";
import { timeWords } from "./estimate-lines.ts";
import type { RunEstimate } from "./estimate-run.ts";

/** Runs that take longer than this ask first. */
const ASK_ABOVE_S = 60;

/**
 * Asks before money is spent or a minute passes; off a terminal `--yes` is needed. Throws
 * `InvalidInputError` (exit 2) without it, and `AbortedError` when the answer is no.
 */
export async function consentToRun(
  context: CommandContext,
  input: CommandInput,
  { estimate, free }: { estimate: RunEstimate; free: boolean },
): Promise<void> {
  const takesLong = estimate.seconds === null || estimate.seconds > ASK_ABOVE_S;
  if (input.flag("yes") || (free && !takesLong)) return;
  const what = [
    ...(free
      ? []
      : [
          estimate.cost_usd === null
            ? "money, how much is unknown"
            : `up to ${money(estimate.cost_usd)}`,
        ]),
    ...(takesLong ? [timeWords(estimate)] : []),
  ].join(" and ");
  const { stdin, stderr } = context.streams;
  if (stdin.isTTY && stderr.isTTY) {
    if (await confirm(context, `This takes ${what}. Run it?`)) return;
    throw new AbortedError({ message: "nothing was run" });
  }
  throw new InvalidInputError({
    message: `not run: it takes ${what}, and nobody is here to confirm it`,
    code: "not_confirmed",
    remedy: "Repeat it with --yes.",
    details: { field: "yes", given: false },
  });
}

/** Refuses what may cost more than `--max-cost`, naming what would fit. Throws `InvalidInputError`. */
export function requireWithinCost(
  limit: number | undefined,
  { estimate, samples }: { estimate: RunEstimate; samples: number },
): void {
  if (limit === undefined || estimate.cost_usd === 0) return;
  const { cost_usd: cost } = estimate;
  if (cost !== null && cost <= limit) return;
  const fitting = cost === null ? 0 : Math.floor((samples * limit) / cost);
  throw new InvalidInputError({
    message:
      cost === null
        ? `--max-cost ${money(limit)}: the price of this model is unknown`
        : `it may cost ${money(cost)}, and --max-cost is ${money(limit)}${fitting < 1 ? ": under one sample a cell" : ""}`,
    code: fitting < 1 ? "budget_too_small" : "over_budget",
    remedy:
      fitting < 1
        ? "Raise --max-cost, set max_tokens, or take fewer cells and prompts."
        : `-n ${fitting} would fit, as would a smaller max_tokens.`,
    details: { field: "max_cost", given: limit, allowed: cost },
  });
}
