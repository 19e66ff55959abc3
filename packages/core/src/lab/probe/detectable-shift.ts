import type { Random } from "../../sampling/random.ts";
import type { Coded } from "./coded-stratum.ts";
import type { ProbeArm } from "./probe.ts";
import type { DrawArms } from "./simulated-probes.ts";

/**
 * Bisects the true shift that is significant with 95% power: neutral answers drawn as seen, the arm's with a
 * part of its mass moved to the commonest answer (`gather`), each to another one never seen (`scatter`), or all
 * to one never seen (`elsewhere`).
 */
export function detectableShift(
  strata: readonly Coded[],
  {
    moves,
    random,
    isSeen,
  }: { moves: ProbeArm["moves"]; random: Random; isSeen: (draw: DrawArms) => boolean },
): number | null {
  const targets = strata.map((stratum) => targetOf(stratum, moves));
  const trueShift = (part: number): number =>
    targets.reduce((sum, { share }) => sum + part * (1 - share), 0) / targets.length;
  const isPartSeen = (part: number): boolean =>
    isSeen(() =>
      strata.map((stratum, index) =>
        moved(stratum, { part, target: targets[index]?.category ?? null, random }),
      ),
    );
  if (!isPartSeen(1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 6; step += 1) {
    const middle = (low + high) / 2;
    if (isPartSeen(middle)) high = middle;
    else low = middle;
  }
  return trueShift(high);
}

/** The category that mass goes to, null for one never seen each, and what share of neutral is there already. */
function targetOf(
  { original, armSize, categories }: Coded,
  moves: ProbeArm["moves"],
): { category: number | null; share: number } {
  if (moves === "scatter") return { category: null, share: 0 };
  if (moves === "elsewhere") return { category: categories, share: 0 };
  const counts = new Int32Array(categories);
  for (const category of original.subarray(armSize)) counts[category] = (counts[category] ?? 0) + 1;
  const most = Math.max(...counts);
  return { category: counts.indexOf(most), share: most / (original.length - armSize) };
}

function moved(
  { original, armSize, categories }: Coded,
  { part, target, random }: { part: number; target: number | null; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const all = Int32Array.from(original, (_, index) =>
    index < armSize && random.uniform() < part
      ? (target ?? categories + index)
      : (neutral[random.integer(neutral.length)] ?? 0),
  );
  return { all, original: all, armSize, categories: categories + armSize };
}
