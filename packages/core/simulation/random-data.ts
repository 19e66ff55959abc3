import type { Random } from "../src/sampling/random.ts";

/** Gamma(shape, 1) (Marsaglia, Tsang 2000). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
}

/** A prompt's own rate around `p` with intra-prompt correlation `rho` (beta distribution). */
export function promptRate(random: Random, p: number, rho: number): number {
  if (rho === 0) return p;
  const size = 1 / rho - 1;
  const [a, b] = [gamma(random, p * size), gamma(random, (1 - p) * size)];
  return a / (a + b);
}

export function bernoulli(random: Random, p: number, n: number): number[] {
  return Array.from({ length: n }, () => (random.uniform() < p ? 1 : 0));
}

/** Zipf probabilities r^−s over `size` answers. */
export function zipf(size: number, s: number): number[] {
  const weights = Array.from({ length: size }, (_, index) => (index + 1) ** -s);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export function drawFrom(random: Random, probabilities: readonly number[]): number {
  let left = random.uniform();
  for (const [index, p] of probabilities.entries()) {
    left -= p;
    if (left < 0) return index;
  }
  return probabilities.length - 1;
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
