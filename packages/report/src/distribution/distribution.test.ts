import { candidatesFromLogits, chain } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { distributionText } from "./distribution-text.ts";
import { distributionView } from "./distribution-view.ts";

const raw = candidatesFromLogits([4, 3, 2, 1.5, 1, 0, -1, -2]);
const words = [" Paris", " a", "\u001b[31m", " the", "\n", " one", " not", " it"];
const options = { tokenText: (id: number) => words[id] ?? "?", top: 3 };

describe("the next token, stage by stage", () => {
  it("sums to 1 before and after each stage, in the engine's order", () => {
    const view = distributionView(chain("vllm", { top_p: 0.8, temperature: 2 }), raw, options);
    expect(view.stages.map(({ stage }) => stage)).toEqual(["raw", "temperature", "top_p"]);
    for (const { tokens, rest } of [...view.stages, view.final]) {
      const sum = tokens.reduce((total, { probability }) => total + probability, rest);
      expect(sum).toBeCloseTo(1, 12);
    }
    expect(view.stages.map(({ kept }) => kept)).toEqual([8, 8, 4]);
    expect(view.final.tokens[0]).toMatchObject({ token: " Paris" });
    expect(view.final.tokens[0]?.probability).toBeCloseTo(0.442, 3);
    const cooler = distributionView(
      chain("llama.cpp", { top_p: 0.8, temperature: 2 }),
      raw,
      options,
    );
    expect(cooler.final.tokens.map(({ probability }) => probability.toFixed(3))).toEqual([
      "0.622",
      "0.378",
    ]);
  });

  it("survives JSON, names what is ignored and shows XTC's coin as the mixture", () => {
    const made = chain("llama.cpp", { xtc_probability: 0.5, xtc_threshold: 0.1, top_a: 0.1 });
    const view = distributionView(made, raw, options);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(view.ignored).toEqual(["top_a"]);
    expect(view.final.tokens.find(({ token_id }) => token_id === 0)?.probability).toBeCloseTo(
      0.301,
      3,
    );
    expect(distributionText(view)).toMatch(/has no top_a: it is ignored[\s\S]*both outcomes/);
  });

  it("draws bars without control codes, a token's spaces and escapes shown", () => {
    const view = distributionView(chain("vllm", { temperature: 0.5 }), raw, options);
    const text = distributionText(view, { width: 60 });
    expect(text).toContain('" Paris"');
    expect(text).toContain('"␛[31m"');
    expect(text).toContain("temperature=0.5");
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    for (const line of text.split("\n")) expect(Array.from(line).length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/60\.1% {2}█{8,}/);
  });
});
