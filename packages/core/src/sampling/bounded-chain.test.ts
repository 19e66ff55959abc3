import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedChain, whyNotBounded } from "./bounded-chain.ts";
import { candidatesFromLogits } from "./candidates.ts";
import { applyChain, chain } from "./chain.ts";
import type { EngineName } from "./order.ts";
import { entropyBounds, partialDistribution, unseenPowerSum } from "./partial-distribution.ts";
import { denseProbabilities, entropyOf, logSumExp, mostProbable } from "./probabilities.ts";
import { randomFrom } from "./random.ts";

const vocabularySize = 300;

function example(seed: number, scale: number, shown: number) {
  const random = randomFrom(seed);
  const all = candidatesFromLogits(
    Float64Array.from({ length: vocabularySize }, () => random.normal() * scale),
  );
  const total = logSumExp(all);
  const top = mostProbable(all, shown).map(({ token_id }) => token_id);
  return { all, top, logprobs: top.map((id) => (all.logits[id] ?? 0) - total) };
}

const anyParameters = fc.record(
  {
    temperature: fc.double({ min: 0.1, max: 3, noNaN: true }),
    top_k: fc.integer({ min: 0, max: 40 }),
    top_p: fc.double({ min: 0.05, max: 1, noNaN: true }),
    min_p: fc.double({ min: 0, max: 0.6, noNaN: true }),
    top_a: fc.double({ min: 0, max: 0.9, noNaN: true }),
  },
  { requiredKeys: [] },
);
const anyEngine = fc.constantFrom<EngineName>("llama.cpp", "vllm", "transformers", "koboldcpp");

describe("bounds from top_logprobs", () => {
  it("always hold the true reshaped distribution", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        anyParameters,
        anyEngine,
        (seed, scale, shown, parameters, engine) => {
          const { all, top, logprobs } = example(seed, scale, shown);
          const truth = denseProbabilities(
            applyChain(chain(engine, parameters), all),
            vocabularySize,
          );
          const bounded = boundedChain(engine, parameters, { logprobs, vocabularySize });
          expect(bounded).not.toBeNull();
          let seen = 0;
          bounded?.tokens.forEach(([low, high], index) => {
            const p = truth[top[index] ?? 0] ?? 0;
            seen += p;
            expect(p).toBeGreaterThanOrEqual(low - 1e-9);
            expect(p).toBeLessThanOrEqual(high + 1e-9);
          });
          expect(1 - seen).toBeGreaterThanOrEqual((bounded?.unseen[0] ?? 1) - 1e-9);
          expect(1 - seen).toBeLessThanOrEqual((bounded?.unseen[1] ?? 0) + 1e-9);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is exact for top_k within what is known, at any temperature and in any order", () => {
    const { logprobs } = example(3, 2, 20);
    for (const engine of ["llama.cpp", "vllm", "transformers"] as const) {
      const bounded = boundedChain(
        engine,
        { top_k: 20, temperature: 1.7 },
        { logprobs, vocabularySize },
      );
      expect(bounded?.exact).toBe(true);
    }
  });

  it("is exact for top_p only where the cut is certain", () => {
    const { logprobs } = example(3, 4, 20);
    const known = { logprobs, vocabularySize };
    expect(boundedChain("llama.cpp", { top_p: 0.6, temperature: 2 }, known)?.exact).toBe(true);
    expect(boundedChain("vllm", { top_p: 0.9, temperature: 2.5 }, known)?.exact).toBe(false);
  });

  it("is exact at temperature 1 up to the unseen mass, and at 0", () => {
    const { logprobs } = example(5, 2, 20);
    const seen = logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
    const bounded = boundedChain("vllm", {}, { logprobs, vocabularySize });
    expect(bounded?.exact).toBe(true);
    expect(bounded?.unseen[0]).toBeCloseTo(1 - seen, 10);
    const greedy = boundedChain("vllm", { temperature: 0 }, { logprobs, vocabularySize });
    expect(greedy?.tokens[0]).toEqual([1, 1]);
  });

  it("says why it cannot bound a parameter, unless the engine ignores it", () => {
    const given = { repetition_penalty: 1.1 };
    expect(whyNotBounded("vllm", given)).toMatch(/repetition_penalty.*level/);
    expect(boundedChain("vllm", given, { logprobs: [-1], vocabularySize })).toBeNull();
    expect(whyNotBounded("vllm", { typical_p: 0.5 })).toBeNull();
    expect(whyNotBounded("vllm", { repetition_penalty: 1 })).toBeNull();
  });

  it("gives the published unseen mass of a peaked and a flat position at temperature ½ and 2", () => {
    // Unseen mass R = .002 (peaked), .423 (flat) over 151,936 words.
    const flat = partialDistribution(
      Array.from({ length: 20 }, () => Math.log(0.577 / 20)),
      151_936,
    );
    const [low, high] = unseenPowerSum(flat, 0.5);
    const known = 20 * Math.sqrt(0.577 / 20);
    expect(low / (known + low)).toBeGreaterThan(0.4);
    expect(high / (known + high)).toBeCloseTo(0.987, 2);
  });

  it("bounds the entropy at temperature 1", () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { all, logprobs } = example(seed, 1 + (seed % 4), 20);
      const [low, high] = entropyBounds(partialDistribution(logprobs, vocabularySize));
      expect(entropyOf(all)).toBeGreaterThanOrEqual(low - 1e-9);
      expect(entropyOf(all)).toBeLessThanOrEqual(high + 1e-9);
    }
  });

  it("takes −9999 for unknown and refuses what is no part of a distribution", () => {
    expect(partialDistribution([-0.1, -9999], 100).logprobs).toHaveLength(1);
    expect(() => partialDistribution([-0.1, -0.2], 100)).toThrow(/add up to/);
  });
});
