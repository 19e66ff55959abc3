import { InvalidInputError } from "../error/errors.ts";
import type { PlanResult } from "./context-plan.ts";
import { POLICIES, type PlanInput } from "./plan-input.ts";
import { finishPlan } from "./finish-plan.ts";
import { frameOf } from "./frame.ts";
import { selectionOf } from "./policy/select.ts";

/**
 * Decides what of a conversation is sent for the next answer, and says why and what it costs. Pure: the
 * same inputs give the same plan. Throws `InvalidInputError` with the figures when the message alone, the
 * system prompt or (policy `full`) the whole history is over the budget.
 */
export function plan(input: PlanInput): PlanResult {
  if (!POLICIES.includes(input.policy)) throw unknownPolicy(input.policy);
  const frame = frameOf(input);
  const chosen = selectionOf(input, frame);
  return chosen.type === "summarise" ? chosen : finishPlan(input, frame, chosen);
}

function unknownPolicy(given: string): InvalidInputError {
  const allowed = POLICIES.join(", ");
  return new InvalidInputError({
    message: `there is no policy “${given}”; the policies are ${allowed}`,
    remedy: `Choose one of ${allowed}.`,
    details: { field: "policy", given, allowed: [...POLICIES] },
  });
}
