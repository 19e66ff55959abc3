import { holm } from "../statistics/holm.ts";
import { compareCategories, type CategoryComparison } from "./compare-categories.ts";
import { probeCases } from "./probe-cases.ts";
import { isLong } from "./probe-design.ts";
import type { ProbeArm, ProbeCase, ProbeFinding, ProbeResult, ProbeSetting } from "./probe.ts";

/** Error shared by all parameters of a probe: below 5%, so that every kind of wrong label stays within it. */
const ALPHA = 0.02;
/** The A/A control speaks against a provider whose neutral answers differ from themselves. */
const CONTROL_ALPHA = 0.005;
/** "No effect" is said only where at least this large a shift would have been seen. */
export const LARGEST_UNSEEN = 0.6;
/** Twice the temperature moves at least so much of the first word's distribution, by its long tail. */
const SMALLEST_SCATTER = 0.4;
/** Refusals of one value before it counts as rejected. */
const REFUSALS = 2;

export interface ProbeLabelOptions {
  seed: number;
  /** Parameters the server's metadata says it does not pass on. */
  unlisted?: readonly string[];
}

interface ArmView {
  arm: ProbeArm;
  results: readonly ProbeResult[];
  answered: readonly ProbeResult[];
  refusals: readonly string[];
  comparison: CategoryComparison | null;
}

/** What a probe's calls say about each parameter, false effects in at most 2% of probes (Holm). */
export function probeLabels(
  results: readonly ProbeResult[],
  { seed, unlisted = [] }: ProbeLabelOptions,
): readonly ProbeFinding[] {
  const names = new Set(results.map(({ call }) => call.parameter));
  const cases = probeCases.filter(({ parameter }) => names.has(parameter));
  const views = cases.map((probed) => ({
    probed,
    steady: isSteady(results, probed.setting, seed),
    arms: probed.arms.map((arm) => armView(results, { probed, arm, seed })),
  }));
  const compared = views.flatMap(({ arms }) => arms).filter(({ comparison }) => comparison);
  const adjusted = holm(compared.map(({ comparison }) => comparison?.p ?? 1));
  const pOf = new Map(compared.map((view, index) => [view, adjusted[index] ?? 1]));
  const level = ALPHA / Math.max(1, compared.length);
  return views.map(({ probed, steady, arms }) =>
    finding(probed, { arms, steady, level, pOf, unlisted: unlisted.includes(probed.parameter) }),
  );
}

/** Whether the two halves of the neutral calls agree. */
function isSteady(results: readonly ProbeResult[], setting: ProbeSetting, seed: number): boolean {
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
  const comparison = compareCategories(halves, { seed: seed ^ 0x5eed, moves: "scatter" });
  return comparison === null || comparison.p > CONTROL_ALPHA;
}

function armView(
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

interface Judged {
  arms: readonly ArmView[];
  steady: boolean;
  level: number;
  pOf: ReadonlyMap<ArmView, number>;
  unlisted: boolean;
}

function finding({ parameter }: ProbeCase, judged: Judged): ProbeFinding {
  const { arms, steady, level, pOf, unlisted } = judged;
  const tested = arms.filter(({ comparison }) => comparison);
  const seen = tested.filter((view) => (pOf.get(view) ?? 1) <= ALPHA);
  const unseen = tested.filter((view) => !seen.includes(view));
  const limits = unseen.map(({ comparison }) => comparison?.detectable(level) ?? null);
  const base: ProbeFinding = {
    parameter,
    label: "undetermined",
    range: null,
    detectable:
      limits.some((limit) => limit === null) || limits.length === 0
        ? null
        : Math.max(...limits.map((limit) => limit ?? 1)),
    shift:
      tested.length === 0
        ? null
        : Math.max(...tested.map(({ comparison }) => comparison?.shift ?? 0)),
    p_adjusted: tested.length === 0 ? null : Math.min(...tested.map((view) => pOf.get(view) ?? 1)),
    n: arms.reduce((sum, { answered }) => sum + answered.length, 0),
    detail: "",
  };
  const dropped = arms.some(({ answered }) =>
    answered.some(
      ({ outcome }) => outcome.type === "answer" && outcome.ignored.includes(parameter),
    ),
  );
  if (dropped)
    return { ...base, label: "dropped", detail: "the answer itself says it was ignored" };
  const refused = arms.find(({ refusals }) => refusals.length >= REFUSALS);
  if (refused) return rejected(base, refused, arms);
  const capped = cappedAt(arms);
  if (capped !== null)
    return {
      ...base,
      label: "clamped",
      range: [null, capped],
      detail: `answers end at ${capped} tokens whatever more is asked for`,
    };
  if (tested.some(({ answered }) => answered.length < 6))
    return { ...base, detail: "too few calls were answered" };
  if (!steady)
    return { ...base, detail: "neutral answers differ from themselves: try again later" };
  if (seen.length === tested.length) return { ...base, label: "honoured", detail: seenWords(seen) };
  const powerful = base.detectable !== null && base.detectable <= LARGEST_UNSEEN;
  if (!powerful) return { ...base, detail: "the answers are not spread enough to tell" };
  if (seen.length > 0)
    return unseen.every((view) => wouldHaveShown(parameter, view, level))
      ? clamped(base, seen, unseen)
      : {
          ...base,
          detail: "an effect on one side; on the other one might be too small to be seen",
        };
  return unlisted
    ? {
        ...base,
        label: "dropped",
        detail: "not among the parameters this server lists, and no effect was seen",
      }
    : {
        ...base,
        label: "no_effect",
        detail: `no effect at ${unseen.map(({ arm }) => JSON.stringify(arm.value)).join(" or ")}`,
      };
}

function rejected(base: ProbeFinding, refused: ArmView, arms: readonly ArmView[]): ProbeFinding {
  const taken = arms.filter(({ refusals }) => refusals.length === 0);
  const also = taken.map(({ arm }) => `; ${JSON.stringify(arm.value)} is taken`).join("");
  return {
    ...base,
    label: "rejected",
    detail: `${JSON.stringify(refused.arm.value)} is refused: ${refused.refusals[0] ?? ""}${also}`,
  };
}

/** Whether the effect this value ought to have would have been seen; for temperature it is known: p^(1/T). */
function wouldHaveShown(parameter: string, { arm, comparison }: ArmView, level: number): boolean {
  if (parameter !== "temperature" || typeof arm.value !== "number" || arm.value === 0) return true;
  const exponent = 1 / arm.value;
  const limit = comparison?.detectable(level) ?? 1;
  return (
    limit <= SMALLEST_SCATTER ||
    (comparison?.wouldSee(level, (share) => share ** exponent) ?? false)
  );
}

/** Works on one side of neutral only: the other side's value is taken as neutral's, or something near it. */
function clamped(
  base: ProbeFinding,
  seen: readonly ArmView[],
  unseen: readonly ArmView[],
): ProbeFinding {
  const works = seen.map(({ arm }) => (typeof arm.value === "number" ? arm.value : null));
  const low = unseen.some(({ arm }) => arm.name === "low");
  return {
    ...base,
    label: "clamped",
    range: low ? [1, works[0] ?? null] : [works[0] ?? null, 1],
    detail: `${unseen.map(({ arm }) => JSON.stringify(arm.value)).join(", ")} does what the neutral value does`,
  };
}

/** Tokens at which long answers were cut although more were asked for; null when they were not. */
function cappedAt(arms: readonly ArmView[]): number | null {
  const long = arms.find(({ comparison, answered }) => comparison === null && answered.length > 0);
  if (!long || typeof long.arm.value !== "number") return null;
  const asked = long.arm.value;
  const cut = long.answered.flatMap(({ outcome }) =>
    outcome.type === "answer" &&
    outcome.answer.finish_reason === "length" &&
    outcome.answer.completion_tokens !== null
      ? [outcome.answer.completion_tokens]
      : [],
  );
  const early = cut.filter((tokens) => tokens < asked - 2);
  return early.length >= 2 ? Math.max(...early) : null;
}

const seenWords = (seen: readonly ArmView[]): string =>
  `an effect at ${seen.map(({ arm }) => JSON.stringify(arm.value)).join(" and ")}`;
