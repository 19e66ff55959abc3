/** Positions of the highest values above `least`, best first; equal ones in ascending order. */
export function topPositions(values: Float64Array, count: number, least = 0): number[] {
  const best: number[] = [];
  let bar = least;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value <= bar) continue;
    let at = best.length;
    while (at > 0 && (values[best[at - 1] ?? 0] ?? 0) < value) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
    if (best.length === count) bar = values[best[count - 1] ?? 0] ?? least;
  }
  return best;
}
