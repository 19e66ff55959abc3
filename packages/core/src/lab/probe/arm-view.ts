import { compareCategories, type CategoryComparison } from "./compare-categories.ts";
import { isLong } from "./probe-design.ts";
import type { ProbeArm, ProbeCase, ProbeResult, ProbeSetting } from "./probe.ts";

/** The A/A control speaks against a provider whose neutral answers differ from themselves. */
const CONTROL_ALPHA = 0.001;

/** What came of the calls of one arm. */
export interface ArmView {
  arm: ProbeArm;
  results: readonly ProbeResult[];
  answered: readonly ProbeResult[];
  refusals: readonly string[];
  comparison: CategoryComparison | null;
}

/** Whether the two halves of the neutral calls agree. */
export function isSteady(
  results: readonly ProbeResult[],
  setting: ProbeSetting,
  seed: number,
): boolean {
  const neutral = neutralOf(results, setting);
  const halves = setting.prompts.map((_, prompt) => {
    const own = neutral.filter(({ call }) => call.prompt === prompt);
    return {
      arm: categories(
        own.filter(({ call }) => call.index % 2 === 0),
        setting,
      ),
      neutral: categories(
        own.filter(({ call }) => call.index % 2 === 1),
        setting,
      ),
    };
  });
  const comparison = compareCategories(halves, { seed: seed ^ 0x5eed, moves: "elsewhere" });
  return comparison === null || comparison.p > CONTROL_ALPHA;
}

/** What one arm's calls say, against the neutral ones of its setting. */
export function armView(
  results: readonly ProbeResult[],
  { probed, arm, seed }: { probed: ProbeCase; arm: ProbeArm; seed: number },
): ArmView {
  const { parameter, setting } = probed;
  const own = results.filter(({ call }) => call.parameter === parameter && call.arm === arm.name);
  const answered = own.filter(({ outcome }) => outcome.type === "answer");
  const neutral = neutralOf(results, setting);
  const strata = setting.prompts.map((_, prompt) => ({
    arm: categories(
      answered.filter(({ call }) => call.prompt === prompt),
      setting,
    ),
    neutral: categories(
      neutral.filter(({ call }) => call.prompt === prompt),
      setting,
    ),
  }));
  return {
    arm,
    results: own,
    answered,
    refusals: own.flatMap(({ outcome }) => (outcome.type === "refused" ? [outcome.message] : [])),
    comparison: isLong(parameter, arm)
      ? null
      : compareCategories(strata, { seed, moves: arm.moves }),
  };
}

function neutralOf(
  results: readonly ProbeResult[],
  { name }: ProbeSetting,
): readonly ProbeResult[] {
  return results.filter(
    ({ call, outcome }) =>
      call.setting === name && call.parameter === null && outcome.type === "answer",
  );
}

function categories(results: readonly ProbeResult[], setting: ProbeSetting): readonly string[] {
  return results.flatMap(({ outcome }) =>
    outcome.type === "answer" ? [setting.category(outcome.answer)] : [],
  );
}
