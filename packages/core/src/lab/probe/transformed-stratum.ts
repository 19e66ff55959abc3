import type { Random } from "../../sampling/random.ts";
import type { Coded } from "./coded-stratum.ts";

/** Both arms drawn anew: neutral as it was seen, the arm with its shares transformed. */
export function transformed(
  { original, armSize, categories }: Coded,
  { transform, random }: { transform: (share: number) => number; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const counts = new Float64Array(categories);
  for (const category of neutral) counts[category] = (counts[category] ?? 0) + 1;
  const weights = counts.map((count) => (count === 0 ? 0 : transform(count / neutral.length)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = (): number => {
    let left = random.uniform() * total;
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return Math.max(0, found);
  };
  const all = Int32Array.from(original, (_, index) =>
    index < armSize ? drawn() : (neutral[random.integer(neutral.length)] ?? 0),
  );
  return { all, original: all, armSize, categories };
}
