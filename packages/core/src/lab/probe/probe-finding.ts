import type { ArmView } from "./arm-view.ts";
import { cappedAt } from "./capped-at.ts";
import type { ProbeFinding } from "./probe.ts";

/** Error shared by all parameters of a probe: far below 5%, so that every kind of wrong label together stays within it. */
export const ALPHA = 0.01;
/** "No effect" is said only where at least this large a shift would have been seen. */
export const LARGEST_UNSEEN = 0.6;
/** A difference is too small for an effect of known size when it would come in so few probes of one. */
const IMPLAUSIBLE = 0.05;
/** Refusals of one value before it counts as rejected. */
const REFUSALS = 2;

/** A parameter's arms and what the whole probe lends to judging them. */
export interface Judged {
  parameter: string;
  arms: readonly ArmView[];
  /** Whether the neutral answers agree among themselves. */
  steady: boolean;
  /** Significance at which one arm alone would be seen, shared out among all that are compared. */
  level: number;
  /** p-values, adjusted for all arms that are compared. */
  pOf: ReadonlyMap<ArmView, number>;
  unlisted: boolean;
}

/** A finding's words; undetermined unless it has a label. */
type Verdict = Pick<ProbeFinding, "detail"> & Partial<Pick<ProbeFinding, "label" | "range">>;

/** What a probe found of one parameter. */
export function probeFinding(judged: Judged): ProbeFinding {
  const measured = measuredOf(judged);
  return { ...measured, ...(plainVerdict(judged) ?? effectVerdict(judged, measured.detectable)) };
}

function measuredOf({ parameter, arms, level, pOf }: Judged): ProbeFinding {
  const { tested, unseen } = comparedArms(arms, pOf);
  const limits = unseen.map(({ comparison }) => comparison?.detectable(level) ?? null);
  const known = limits.filter((limit) => limit !== null);
  const shifts = tested.map(({ comparison }) => comparison?.shift ?? 0);
  return {
    parameter,
    label: "undetermined",
    range: null,
    detectable: known.length < limits.length || limits.length === 0 ? null : Math.max(...known),
    shift: tested.length === 0 ? null : Math.max(...shifts),
    p_adjusted: tested.length === 0 ? null : Math.min(...tested.map((view) => pOf.get(view) ?? 1)),
    n: arms.reduce((sum, { answered }) => sum + answered.length, 0),
    detail: "",
  };
}

function comparedArms(
  arms: readonly ArmView[],
  pOf: Judged["pOf"],
): Record<"tested" | "seen" | "unseen", readonly ArmView[]> {
  const tested = arms.filter(({ comparison }) => comparison);
  const seen = tested.filter((view) => (pOf.get(view) ?? 1) <= ALPHA);
  return { tested, seen, unseen: tested.filter((view) => !seen.includes(view)) };
}

/** What the calls say without any comparison of their answers; null where they say nothing. */
function plainVerdict({ parameter, arms }: Judged): Verdict | null {
  if (arms.some((view) => saysIgnored(view, parameter)))
    return { label: "dropped", detail: "the answer itself says it was ignored" };
  const refused = arms.find(({ refusals }) => refusals.length >= REFUSALS);
  if (refused) return rejected(refused, arms);
  const capped = cappedAt(arms);
  if (capped === null) return null;
  return {
    label: "clamped",
    range: [null, capped],
    detail: `answers end at ${capped} tokens whatever more is asked for`,
  };
}

function saysIgnored({ answered }: ArmView, parameter: string): boolean {
  return answered.some(
    ({ outcome }) => outcome.type === "answer" && outcome.ignored.includes(parameter),
  );
}

/** What the differences from neutral say. */
function effectVerdict(judged: Judged, detectable: number | null): Verdict {
  const { parameter, arms, steady, pOf } = judged;
  const { tested, seen, unseen } = comparedArms(arms, pOf);
  if (tested.some(({ answered }) => answered.length < 6))
    return { detail: "too few calls were answered" };
  if (!steady) return { detail: "neutral answers differ from themselves: try again later" };
  if (seen.length === tested.length)
    return { label: "honoured", detail: `an effect at ${valuesOf(seen, " and ")}` };
  if (detectable === null || detectable > LARGEST_UNSEEN)
    return { detail: "the answers are not spread enough to tell" };
  if (seen.length === 0) return withoutEffect(unseen, judged.unlisted);
  return unseen.every((view) => wouldHaveShown(parameter, view))
    ? clamped(seen, unseen)
    : { detail: "an effect on one side; on the other one might be too small to be seen" };
}

function withoutEffect(unseen: readonly ArmView[], unlisted: boolean): Verdict {
  return unlisted
    ? {
        label: "dropped",
        detail: "not among the parameters this server lists, and no effect was seen",
      }
    : { label: "no_effect", detail: `no effect at ${valuesOf(unseen, " or ")}` };
}

function rejected(refused: ArmView, arms: readonly ArmView[]): Verdict {
  const taken = arms.filter(({ refusals }) => refusals.length === 0);
  const also = taken.map(({ arm }) => `; ${JSON.stringify(arm.value)} is taken`).join("");
  return {
    label: "rejected",
    detail: `${JSON.stringify(refused.arm.value)} is refused: ${refused.refusals[0] ?? ""}${also}`,
  };
}

/** Whether the effect this value ought to have is larger than what was seen; of temperature it is known: p^(1/T). */
function wouldHaveShown(parameter: string, { arm, comparison }: ArmView): boolean {
  if (parameter !== "temperature" || typeof arm.value !== "number" || arm.value === 0) return true;
  const exponent = 1 / arm.value;
  return (comparison?.chanceOfSoLittle((share) => share ** exponent) ?? 1) <= IMPLAUSIBLE;
}

/** Works on one side of neutral only: the other side's value is taken as neutral's, or something near it. */
function clamped(seen: readonly ArmView[], unseen: readonly ArmView[]): Verdict {
  const works = seen.map(({ arm }) => (typeof arm.value === "number" ? arm.value : null));
  const low = unseen.some(({ arm }) => arm.name === "low");
  return {
    label: "clamped",
    range: low ? [1, works[0] ?? null] : [works[0] ?? null, 1],
    detail: `${valuesOf(unseen, ", ")} does what the neutral value does`,
  };
}

function valuesOf(arms: readonly ArmView[], separator: string): string {
  return arms.map(({ arm }) => JSON.stringify(arm.value)).join(separator);
}
