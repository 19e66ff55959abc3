import { knownWeight, nothingUnseen, type Scenario } from "./scenario.ts";

const cut = (scenario: Scenario, kept: number): Scenario => ({
  ...scenario,
  ...nothingUnseen,
  weights: scenario.weights.slice(0, Math.max(1, kept)),
});

/** top_k: exact while k is no more than the tokens known. */
export function afterTopK(scenario: Scenario, k: number): Scenario {
  if (k <= 0) return scenario;
  const { weights, unseen, unseenLargest, unseenTokens } = scenario;
  if (k <= weights.length) return cut(scenario, k);
  const left = Math.min(unseenTokens, k - weights.length);
  const least = unseenTokens === 0 ? 0 : (unseen[0] * left) / unseenTokens;
  return {
    ...scenario,
    unseen: [least, Math.min(unseen[1], left * unseenLargest)],
    unseenTokens: left,
  };
}

/** min_p: exact when the largest unseen token is surely below m · p_max. */
export function afterMinP(scenario: Scenario, m: number): Scenario {
  if (m <= 0) return scenario;
  const limit = m * (scenario.weights[0] ?? 0);
  return afterThreshold(scenario, limit);
}

function afterThreshold(scenario: Scenario, limit: number): Scenario {
  const kept = scenario.weights.findIndex((weight) => weight < limit);
  if (kept >= 0) return cut(scenario, kept);
  if (scenario.unseenLargest < limit) return { ...scenario, ...nothingUnseen };
  return { ...scenario, unseen: [0, scenario.unseen[1]] };
}

/** top_a: the threshold a · p_max² lies between two values, and every cut between them is possible. */
export function afterTopA(scenario: Scenario, a: number): readonly Scenario[] {
  if (a <= 0) return [scenario];
  const { weights, unseen } = scenario;
  const best = weights[0] ?? 0;
  const known = knownWeight(weights);
  // p_i ≥ a p_1²  ⇔  w_i ≥ a w_1² / Z
  const limits = [(a * best ** 2) / (known + unseen[1]), (a * best ** 2) / (known + unseen[0])];
  const between = weights.filter(
    (weight) => weight >= (limits[0] ?? 0) && weight <= (limits[1] ?? 0),
  );
  return [...limits, ...between].map((limit) => afterThreshold(scenario, limit));
}

/** top_p: exact when the cut falls on the same known token for the least and the largest unseen mass. */
export function afterTopP(scenario: Scenario, p: number): readonly Scenario[] {
  if (p >= 1) return [scenario];
  const { weights, unseen } = scenario;
  const known = knownWeight(weights);
  const cutFor = (unseenMass: number): number => {
    let total = 0;
    const index = weights.findIndex((weight) => {
      total += weight;
      return total >= p * (known + unseenMass);
    });
    return index < 0 ? weights.length + 1 : index + 1;
  };
  const [first, last] = [cutFor(unseen[0]), cutFor(unseen[1])];
  const scenarios: Scenario[] = [];
  for (let kept = first; kept <= Math.min(last, weights.length); kept += 1) {
    scenarios.push(cut(scenario, kept));
  }
  if (last > weights.length) scenarios.push({ ...scenario, unseen: [0, unseen[1]] });
  return scenarios;
}
