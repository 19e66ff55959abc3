import type { Random } from "../../sampling/random.ts";
import type { Coded } from "./coded-stratum.ts";
import type { ProbeArm } from "./probe.ts";
import { isPowerful } from "./simulated-power.ts";

/**
 * Bisects the true shift that is significant with 95% power: neutral answers drawn as seen, the arm's with a
 * part of its mass moved to the commonest answer (`gather`) or to one never seen (`scatter`).
 */
export function detectableShift(
  strata: readonly Coded[],
  { critical, moves, random }: { critical: number; moves: ProbeArm["moves"]; random: Random },
): number | null {
  const targets = strata.map((stratum) => targetOf(stratum, moves));
  const trueShift = (part: number): number =>
    targets.reduce((sum, { share }) => sum + part * (1 - share), 0) / targets.length;
  const powerful = (part: number): boolean =>
    isPowerful(critical, () =>
      strata.map((stratum, index) =>
        moved(stratum, { part, target: targets[index]?.category ?? 0, random }),
      ),
    );
  if (!powerful(1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 6; step += 1) {
    const middle = (low + high) / 2;
    if (powerful(middle)) high = middle;
    else low = middle;
  }
  return trueShift(high);
}

/** Where mass would go, and what share of the neutral answers is there already. */
function targetOf(
  { original, armSize, categories }: Coded,
  moves: ProbeArm["moves"],
): { category: number; share: number } {
  if (moves === "scatter") return { category: categories - 1, share: 0 };
  const counts = new Int32Array(categories);
  for (const category of original.subarray(armSize)) counts[category] = (counts[category] ?? 0) + 1;
  const most = Math.max(...counts);
  return { category: counts.indexOf(most), share: most / (original.length - armSize) };
}

function moved(
  { original, armSize, categories }: Coded,
  { part, target, random }: { part: number; target: number; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const all = Int32Array.from(original, (_, index) =>
    index < armSize && random.uniform() < part
      ? target
      : (neutral[random.integer(neutral.length)] ?? 0),
  );
  return { all, original: all, armSize, categories };
}
