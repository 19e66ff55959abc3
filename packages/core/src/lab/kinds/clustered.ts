import { mean, variance, type Interval } from "../statistics/interval.ts";
import { studentQuantile } from "../statistics/special-functions.ts";
import { wilson } from "../statistics/wilson.ts";

/**
 * A proportion on prompts like these: Wilson with the effective number p(1−p)/Var(p̄) (Korn, Graubard 1998) and
 * t with P − 1 degrees of freedom. The number is at least P, which is all that is known when every prompt
 * gives the same, and at most the samples there are.
 */
export function clusteredProportion(
  perPrompt: readonly number[],
  samples: number,
  level = 0.95,
): Interval {
  const prompts = perPrompt.length;
  const p = mean(perPrompt);
  const spread = variance(perPrompt) / prompts;
  const effective = spread > 0 ? (p * (1 - p)) / spread : prompts;
  const z = studentQuantile(0.5 + level / 2, prompts - 1);
  return wilson(p, Math.min(samples, Math.max(prompts, effective)), z);
}
