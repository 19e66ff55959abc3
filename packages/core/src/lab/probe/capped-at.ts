import type { ArmView } from "./arm-view.ts";

/** Tokens at which long answers were cut although more were asked for; null when they were not. */
export function cappedAt(arms: readonly ArmView[]): number | null {
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
