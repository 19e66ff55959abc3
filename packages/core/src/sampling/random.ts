import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random numbers: the same seed gives the same stream, anywhere. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** A whole number from 0 up to `below`, excluded. */
  integer(below: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
}

/** xoroshiro128+ with its state filled by splitmix32, so that neighbouring seeds have unrelated streams. */
export function randomFrom(seed: number): Random {
  const mix = splitmix32(seed);
  const generator = xoroshiro128plusFromState([mix(), mix(), mix(), mix()]);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    integer: (below) => uniformInt(generator, 0, below - 1),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Vigna's splitmix, its 32-bit form: a good mixing of one word into many. */
function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
}

/** The items in random order (Fisher–Yates); the list itself stays as it is. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const [a, b] = [result[last], result[other]];
    if (a !== undefined && b !== undefined) [result[last], result[other]] = [b, a];
  }
  return result;
}
