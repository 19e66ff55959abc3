import {
  probeCases,
  probeDesign,
  probeLabels,
  randomFrom,
  type ProbeFinding,
  type ProbeOutcome,
} from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { clampable, scriptedOutcome, type Behaviour } from "./scripted-model.ts";

/** One prompt whose first word is nearly settled and one where it is open, as a model has them. */
const words = [
  { count: 5_000, exponent: 1.8 },
  { count: 5_000, exponent: 1.1 },
];

/** What is said of a model that does the same with all those parameters. */
function probed(
  behaviour: Behaviour,
  {
    seed,
    parameters,
    unlisted,
  }: { seed: number; parameters: readonly string[]; unlisted?: readonly string[] },
): readonly ProbeFinding[] {
  const model = {
    behaviours: Object.fromEntries(parameters.map((name) => [name, behaviour])),
    words,
    random: randomFrom(seed * 7919),
  };
  const results = probeDesign({ parameters, seed }).map((call) => ({
    call,
    outcome: scriptedOutcome(call, model),
  }));
  return probeLabels(results, { seed, ...(unlisted && { unlisted }) });
}

describe("probeLabels", () => {
  const all = probeCases.map(({ parameter }) => parameter);
  const runs = 2;

  // How often they err is simulated at length in `simulation/probe.ts`.
  it.each<[Behaviour, readonly string[]]>([
    ["honoured", all],
    ["no_effect", all],
    ["dropped", all],
    ["rejected", all],
    ["clamped", clampable],
  ])("says $0 of each parameter of a model of which that is so", (behaviour, parameters) => {
    const labels = Array.from({ length: runs }, (_, run) =>
      probed(behaviour, { seed: run + 1, parameters }).map(({ label }) => label),
    ).flat();
    expect(labels.filter((label) => label !== behaviour && label !== "undetermined")).toEqual([]);
    const open = labels.filter((label) => label === "undetermined").length;
    expect(open).toBeLessThanOrEqual(0.2 * labels.length);
  });

  it("says a drop only on the answer's or the server's own word", () => {
    const topK = { seed: 5, parameters: ["top_k"] };
    expect(probed("no_effect", topK)[0]?.label).toBe("no_effect");
    expect(probed("dropped", topK)[0]?.label).toBe("dropped");
    expect(probed("no_effect", { ...topK, unlisted: ["top_k"] })[0]?.label).toBe("dropped");
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
