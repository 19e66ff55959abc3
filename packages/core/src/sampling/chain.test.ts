import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../chat/request.ts";
import { InvalidInputError } from "../error/errors.ts";
import { candidatesFromLogits } from "./candidates.ts";
import { applyChain, chain, chainSteps, engineOrder } from "./chain.ts";
import { drawToken } from "./draw.ts";
import { expectedDistribution } from "./expected-distribution.ts";
import { engineOrders, type EngineName } from "./order.ts";
import { denseProbabilities, entropyOf, mostProbable, probabilities } from "./probabilities.ts";
import { randomFrom } from "./random.ts";

const z = [4, 3, 2, 1.5, 1, 0, -1, -2];
const at = (engine: EngineName, parameters: Parameters): number[] =>
  [...probabilities(applyChain(chain(engine, parameters), candidatesFromLogits(z)))].map(
    (p) => Math.round(p * 1000) / 1000,
  );

describe("the worked example, eight logits from 4 to −2", () => {
  it.each([
    ["llama.cpp", {}, [0.601, 0.221, 0.081, 0.049, 0.03, 0.011, 0.004, 0.001]],
    ["llama.cpp", { temperature: 2 }, [0.363, 0.22, 0.134, 0.104, 0.081, 0.049, 0.03, 0.018]],
    ["llama.cpp", { top_p: 0.8, temperature: 2 }, [0.622, 0.378]],
    ["vllm", { top_p: 0.8, temperature: 2 }, [0.442, 0.268, 0.163, 0.127]],
    ["transformers", { top_p: 0.8, temperature: 2 }, [0.442, 0.268, 0.163, 0.127]],
    ["llama.cpp", { min_p: 0.1, temperature: 2 }, [0.506, 0.307, 0.186]],
    ["vllm", { min_p: 0.1, temperature: 2 }, [0.382, 0.232, 0.14, 0.109, 0.085, 0.052]],
    ["llama.cpp", { top_p: 0.8, temperature: 0.5 }, [0.881, 0.119]],
    ["vllm", { top_p: 0.8, temperature: 0.5 }, [1]],
    ["vllm", { top_k: 3, top_p: 0.9 }, [0.731, 0.269]],
  ] as const)("%s %j", (engine, parameters, expected) => {
    const got = at(engine, parameters);
    expect(got).toHaveLength(expected.length);
    got.forEach((p, index) => expect(p).toBeCloseTo(expected[index] ?? NaN, 2.7));
  });

  it("top_p before top_k keeps three where the other way keeps two", () => {
    const order = engineOrders.find(({ name }) => name === "llama.cpp");
    if (!order) throw new Error("no llama.cpp");
    const reversed = {
      ...order,
      completed: ["top_p", "top_k"] as const,
      stages: ["top_p", "top_k"] as const,
    };
    const left = applyChain(chain(reversed, { top_k: 3, top_p: 0.9 }), candidatesFromLogits(z));
    expect([...probabilities(left)].map((p) => p.toFixed(3))).toEqual(["0.665", "0.245", "0.090"]);
  });

  it("entropies in nats at 1, ½ and 2", () => {
    const of = (temperature: number) =>
      entropyOf(applyChain(chain("vllm", { temperature }), candidatesFromLogits(z)));
    expect(of(1)).toBeCloseTo(1.179, 3);
    expect(of(0.5)).toBeCloseTo(0.491, 3);
    expect(of(2)).toBeCloseTo(1.735, 3);
  });
});

const logitVector = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), {
  minLength: 1,
  maxLength: 600,
});

describe("every chain", () => {
  it("gives a distribution that sums to 1 and keeps at least one token", () => {
    fc.assert(
      fc.property(
        logitVector,
        fc.constantFrom(...engineOrders),
        fc.record(
          {
            temperature: fc.double({ min: 0, max: 5, noNaN: true }),
            top_k: fc.integer({ min: -1, max: 700 }),
            top_p: fc.double({ min: 0, max: 1, noNaN: true }),
            min_p: fc.double({ min: 0, max: 1, noNaN: true }),
            typical_p: fc.double({ min: 0, max: 1, noNaN: true }),
            top_a: fc.double({ min: 0, max: 2, noNaN: true }),
            xtc_probability: fc.double({ min: 0, max: 1, noNaN: true }),
            xtc_threshold: fc.double({ min: 0, max: 1, noNaN: true }),
          },
          { requiredKeys: [] },
        ),
        (logits, order, parameters) => {
          const made = chain(order, parameters, { foreign: "place" });
          const steps = chainSteps(made, candidatesFromLogits(logits));
          for (const { before, after } of steps) {
            expect(after.logits.length).toBeGreaterThan(0);
            expect(after.logits.length).toBeLessThanOrEqual(before.logits.length);
          }
          const dense = expectedDistribution(made, candidatesFromLogits(logits), {
            vocabularySize: logits.length,
          });
          expect(dense.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it("min_p after temperature with m is min_p before it with m^T; top_k commutes with temperature", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -900, max: 900 }), { minLength: 2, maxLength: 300 }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.double({ min: 0.013, max: 0.97, noNaN: true }),
        (tenths, temperature, m) => {
          const all = candidatesFromLogits(tenths.map((each) => each / 97.3));
          const ids = (engine: EngineName, parameters: Parameters) => [
            ...applyChain(chain(engine, parameters), all).tokenIds,
          ];
          expect(ids("llama.cpp", { temperature, min_p: m ** temperature })).toEqual(
            ids("vllm", { temperature, min_p: m }),
          );
          expect(ids("llama.cpp", { temperature, top_k: 7 })).toEqual(
            ids("vllm", { temperature, top_k: 7 }),
          );
        },
      ),
    );
  });

  it("does not depend on the logits' level, but for the repetition penalty", () => {
    const parameters = { temperature: 0.7, top_p: 0.9, min_p: 0.02, typical_p: 0.95 };
    const lower = candidatesFromLogits(z.map((logit) => logit - 6));
    const of = (given: Parameters, all = candidatesFromLogits(z)) =>
      denseProbabilities(applyChain(chain("llama.cpp", given), all, { output: [0] }), z.length);
    of(parameters).forEach((p, id) => expect(of(parameters, lower)[id]).toBeCloseTo(p, 12));
    const penalty = { repetition_penalty: 1.3 };
    expect(of(penalty)[0]).toBeCloseTo(0.375, 3);
    expect(of(penalty, lower)[0]).toBeCloseTo(0.453, 3);
  });
});

describe("what engines do differently", () => {
  const tied = [2, 1, 1, 1, 0];

  it("top_k: transformers and vLLM keep what ties with the k-th, llama.cpp keeps k", () => {
    const kept = (engine: EngineName) =>
      applyChain(chain(engine, { top_k: 2 }), candidatesFromLogits(tied)).tokenIds.length;
    expect([kept("llama.cpp"), kept("vllm"), kept("transformers")]).toEqual([2, 4, 4]);
  });

  it("temperature 0 is the most likely processed token, the first of equals", () => {
    for (const { name } of engineOrders) {
      const left = applyChain(
        chain(name, { temperature: 0, top_k: 5, top_p: 0.9 }),
        candidatesFromLogits([1, 5, 5, 2]),
      );
      expect([...left.tokenIds], name).toEqual([1]);
    }
    const biased = chain("vllm", { temperature: 0, logit_bias: { "3": 100 } });
    expect([...applyChain(biased, candidatesFromLogits(z)).tokenIds]).toEqual([3]);
  });

  it("node-llama-cpp at temperature 0 still runs XTC, so it is not greedy", () => {
    const parameters = { temperature: 0, xtc_probability: 1, xtc_threshold: 0.1 };
    const left = applyChain(chain("node-llama-cpp", parameters), candidatesFromLogits(z));
    expect([...left.tokenIds]).toEqual([1]);
  });

  it("XTC's coin: the expected distribution is the mixture", () => {
    const made = chain("llama.cpp", { xtc_probability: 0.25, xtc_threshold: 0.1 });
    const all = candidatesFromLogits(z);
    const dense = expectedDistribution(made, all, { vocabularySize: z.length });
    expect(dense[0]).toBeCloseTo(0.75 * (probabilities(all)[0] ?? 0), 9);
    expect([...applyChain(made, all, { xtcDraw: 0.3 }).tokenIds]).toHaveLength(8);
  });

  it("vLLM's frequency penalty counts the answer alone, its repetition penalty the prompt too", () => {
    const context = { prompt: [0], output: [1] };
    const change = (parameters: Parameters) => {
      const left = applyChain(chain("vllm", parameters), candidatesFromLogits(z), context);
      return Array.from(left.logits.subarray(0, 2));
    };
    expect(change({ frequency_penalty: 1 })).toEqual([4, 2]);
    expect(change({ repetition_penalty: 2 })).toEqual([2, 1.5]);
  });

  it("an engine's default is never added", () => {
    expect(chain("node-llama-cpp", {}).stages).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    [{ temperature: -1 }, "temperature"],
    [{ temperature: "warm" }, "temperature"],
    [{ top_p: 1.5 }, "top_p"],
    [{ top_k: 2.5 }, "top_k"],
    [{ logit_bias: { yes: 1 } }, "logit_bias"],
  ])("%j names the field", (parameters, field) => {
    const attempt = () => chain("llama.cpp", parameters);
    expect(attempt).toThrow(InvalidInputError);
    expect(attempt).toThrow(field);
  });

  it("an unknown order, a NaN and an empty vocabulary are refused", () => {
    expect(() => candidatesFromLogits([1, NaN])).toThrow(/logit/);
    expect(() => candidatesFromLogits([-Infinity])).toThrow(/no token/);
    expect(() => engineOrder("tgi")).toThrow(/tgi/);
  });
});

describe("drawing", () => {
  it("draws by the distribution: chi-square over 20,000 draws does not reject", () => {
    const left = applyChain(chain("llama.cpp", { temperature: 1.3 }), candidatesFromLogits(z));
    const random = randomFrom(11);
    const counts = new Float64Array(z.length);
    for (let draw = 0; draw < 20_000; draw += 1) {
      const id = drawToken(left, random.uniform());
      counts[id] = (counts[id] ?? 0) + 1;
    }
    const statistic = [...probabilities(left)].reduce(
      (sum, p, id) => sum + ((counts[id] ?? 0) - 20_000 * p) ** 2 / (20_000 * p),
      0,
    );
    expect(statistic).toBeLessThan(14.07); // 95% point of χ² with 7 degrees of freedom
  });

  it("the most probable tokens come first, without sorting the vocabulary", () => {
    const top = mostProbable(candidatesFromLogits([0, 3, 1, 3, 2]), 3);
    expect(top.map(({ token_id }) => token_id)).toEqual([1, 3, 4]);
  });
});
