import { describe, expect, it } from "vitest";
import { randomFrom, type Random } from "../../sampling/random.ts";
import { compareCategories } from "./compare-categories.ts";
import { probeDesign } from "./probe-design.ts";
import { probeLabels } from "./probe-labels.ts";
import type { ProbeCall, ProbeLabel, ProbeOutcome } from "./probe.ts";

type Behaviour = ProbeLabel;

/** Words as a model's first word has them: p ∝ rank^−1.8, a few common and a tail of thousands. */
const logits = Array.from({ length: 5_000 }, (_, rank) => -1.8 * Math.log(rank + 1));

const cumulated = new Map<number, Float64Array>();

function drawAt(temperature: number, random: Random): number {
  let sums = cumulated.get(temperature);
  if (!sums) {
    let sum = 0;
    sums = Float64Array.from(logits, (logit) => (sum += Math.exp(logit / temperature)));
    cumulated.set(temperature, sums);
  }
  const at = random.uniform() * (sums.at(-1) ?? 0);
  return sums.findIndex((sum) => sum > at);
}

/** A model that does with each parameter what it is told to do with it. */
function answerOf(call: ProbeCall, behaves: Behaviour, random: Random): ProbeOutcome {
  const { parameters, parameter } = call;
  const obeys = behaves === "honoured" || parameter === null;
  const value = (name: string, neutral: number): number => {
    const given = parameters[name];
    if (typeof given !== "number" || (name === parameter && !obeys && behaves !== "clamped"))
      return neutral;
    return behaves === "clamped" && name === "temperature" ? Math.min(1, given) : given;
  };
  if (behaves === "rejected" && parameter !== null && call.arm !== "low")
    return { type: "refused", message: `${parameter} is not supported` };
  const temperature = value("temperature", 1);
  const certain =
    temperature === 0 ||
    value("top_p", 1) < 0.1 ||
    value("top_k", 0) === 1 ||
    value("min_p", 0) === 1;
  const word = certain ? 0 : drawAt(temperature, random);
  return {
    type: "answer",
    ignored: [],
    answer: {
      text: `word${word}`,
      finish_reason: "stop",
      completion_tokens: 2,
      has_logprobs: false,
    },
  };
}

const probed = ["temperature", "top_p", "top_k", "min_p"];

/** What was said of each parameter over many probes of models that behave so. */
function simulate(behaves: Behaviour, runs: number, parameters = probed): Map<ProbeLabel, number> {
  const counts = new Map<ProbeLabel, number>();
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = randomFrom(seed * 7919);
    const results = probeDesign({ parameters, seed }).map((call) => ({
      call,
      outcome: answerOf(call, behaves, random),
    }));
    // A run counts once, by its worst label.
    const labels = probeLabels(results, { seed }).map(({ label }) => label);
    const wrong = labels.find((label) => label !== behaves && label !== "undetermined");
    const run = wrong ?? (labels.includes("undetermined") ? "undetermined" : behaves);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

describe("probe", () => {
  const runs = 20;
  it.each<[Behaviour, readonly string[]]>([
    ["honoured", probed],
    ["no_effect", probed],
    ["rejected", probed],
    ["clamped", ["temperature"]],
  ])("$0 is labelled wrongly in ≤ 5% of runs, and left open in ≤ 20%", (behaves, parameters) => {
    const counts = simulate(behaves, runs, [...parameters]);
    const open = counts.get("undetermined") ?? 0;
    const right = counts.get(behaves) ?? 0;
    expect(runs - right - open).toBeLessThanOrEqual(0.05 * runs);
    expect(open).toBeLessThanOrEqual(0.2 * runs);
  });

  it("interleaves its calls, neutral ones twice as often", () => {
    const calls = probeDesign({ parameters: ["temperature"], seed: 3 });
    expect(calls.filter(({ arm }) => arm === "neutral")).toHaveLength(96);
    expect(calls.filter(({ arm }) => arm === "high")).toHaveLength(48);
    const firstThird = calls.slice(0, 16);
    expect(new Set(firstThird.map(({ arm }) => arm))).toEqual(new Set(["neutral", "low", "high"]));
    expect(probeDesign({ parameters: ["temperature"], seed: 3 })).toEqual(calls);
  });

  it("refuses a name that cannot be probed, with those that can", () => {
    expect(() => probeDesign({ parameters: ["mood"], seed: 1 })).toThrow(/"mood" cannot be probed/);
  });

  it("says a drop only on the answer's or the server's own word", () => {
    const label = (ignored: readonly string[], unlisted: readonly string[]) => {
      const random = randomFrom(5);
      const results = probeDesign({ parameters: ["top_k"], seed: 5 }).map((call) => {
        const outcome = answerOf(call, "no_effect", random);
        return {
          call,
          outcome: outcome.type === "answer" && call.parameter ? { ...outcome, ignored } : outcome,
        };
      });
      return probeLabels(results, { seed: 5, unlisted })[0]?.label;
    };
    expect(label([], [])).toBe("no_effect");
    expect(label(["top_k"], [])).toBe("dropped");
    expect(label([], ["top_k"])).toBe("dropped");
  });

  it("finds where long answers are cut", () => {
    const results = probeDesign({ parameters: ["max_tokens"], seed: 1 }).map((call) => {
      const asked = Number(call.parameters["max_tokens"]);
      const tokens = Math.min(5, asked);
      const outcome: ProbeOutcome = {
        type: "answer",
        ignored: [],
        answer: {
          text: "x ".repeat(tokens),
          finish_reason: "length",
          completion_tokens: tokens,
          has_logprobs: false,
        },
      };
      return { call, outcome };
    });
    expect(probeLabels(results, { seed: 1 })[0]).toMatchObject({
      label: "clamped",
      range: [null, 5],
    });
  });
});

describe("compareCategories", () => {
  it("has no power without spread, and says so", () => {
    const strata = [{ arm: Array(24).fill("a"), neutral: Array(48).fill("a") }];
    const same = compareCategories(strata, { seed: 1, moves: "gather" });
    expect(same?.p).toBe(1);
    expect(same?.detectable(0.005)).toBe(0);
    const scattered = compareCategories(strata, { seed: 1, moves: "scatter" });
    expect(scattered?.detectable(0.005)).toBeGreaterThan(0);
  });
});
