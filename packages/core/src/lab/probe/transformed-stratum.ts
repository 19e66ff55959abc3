import type { Random } from "../../sampling/random.ts";
import type { Coded } from "./coded-stratum.ts";

/**
 * Both arms drawn anew: neutral as it was seen, the arm with its shares transformed. What neutral has but did
 * not show counts too: the share of unseen answers by Good and Turing (f₁/n), at least as many of them as
 * Chao's lower bound says (f₁(f₁−1)/(2(f₂+1)); Chao 1984, bias-corrected), all equally rare.
 */
export function transformed(
  { original, armSize, categories }: Coded,
  { transform, random }: { transform: (share: number) => number; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const counts = new Float64Array(categories);
  for (const category of neutral) counts[category] = (counts[category] ?? 0) + 1;
  const once = counts.filter((count) => count === 1).length;
  const twice = counts.filter((count) => count === 2).length;
  const unseen = Math.floor((once * (once - 1)) / (2 * (twice + 1)));
  const unseenShare = unseen === 0 ? 0 : once / neutral.length;
  const shares = Float64Array.from({ length: categories + unseen }, (_, category) =>
    category < categories
      ? ((counts[category] ?? 0) / neutral.length) * (1 - unseenShare)
      : unseenShare / unseen,
  );
  const drawn = drawer(
    shares.map((share) => (share === 0 ? 0 : transform(share))),
    random,
  );
  const drawnNeutral = drawer(shares, random);
  const all = Int32Array.from(original, (_, index) => (index < armSize ? drawn() : drawnNeutral()));
  return { all, original: all, armSize, categories: categories + unseen };
}

/** Draws an index in proportion to the weights. */
function drawer(weights: Float64Array, random: Random): () => number {
  let sum = 0;
  const sums = weights.map((weight) => (sum += weight));
  return () => {
    const at = random.uniform() * sum;
    const found = sums.findIndex((each) => each > at);
    return Math.max(0, found);
  };
}
