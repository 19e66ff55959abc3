import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../chat/request.ts";
import { candidatesFromLogits } from "./candidates.ts";
import { applyChain, chain } from "./chain.ts";
import type { EngineName } from "./order.ts";
import { denseProbabilities } from "./probabilities.ts";

// Made by reference/sampling_reference.py with numpy, independently of this code.
interface Reference {
  vocabulary: number;
  vectors: {
    logits: number[];
    prompt: number[];
    output: number[];
    breakers: number[];
    parameters: Record<string, unknown>;
  }[];
  cases: { engine: EngineName; stages: string[]; placed: boolean }[];
  values: string;
}

const file = path.join(import.meta.dirname, "../../reference/sampling-reference.json.gz");
const reference = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Reference;
const bytes = Buffer.from(reference.values, "base64");
const expected = new Float32Array(new Uint8Array(bytes).buffer);

const names: Readonly<Record<string, readonly string[]>> = {
  dry: ["dry_multiplier", "dry_base", "dry_allowed_length"],
  xtc: ["xtc_probability", "xtc_threshold"],
};

function only(parameters: Record<string, unknown>, stages: readonly string[]): Parameters {
  const wanted = stages.flatMap((stage) => names[stage] ?? [stage]);
  return Object.fromEntries(wanted.map((name) => [name, parameters[name]]));
}

describe("the chain against numpy, 200 random vectors", () => {
  const { vocabulary, vectors } = reference;
  const largest = reference.cases.map((given, caseIndex) => {
    let difference = 0;
    vectors.forEach((vector, vectorIndex) => {
      const made = chain(given.engine, only(vector.parameters, given.stages), { foreign: "place" });
      const context = { ...vector, breakers: new Set(vector.breakers) };
      const left = applyChain(made, candidatesFromLogits(vector.logits), context);
      const start = (caseIndex * vectors.length + vectorIndex) * vocabulary;
      denseProbabilities(left, vocabulary).forEach((p, id) => {
        difference = Math.max(difference, Math.abs(p - (expected[start + id] ?? NaN)));
      });
    });
    return [given.engine, given.stages.join(" + "), difference] as const;
  });

  it("covers every parameter in four orders", () => {
    expect(vectors).toHaveLength(200);
    expect(new Set(reference.cases.map(({ engine }) => engine)).size).toBe(4);
    expect(largest).toHaveLength(4 * 15);
  });

  it.each(largest)("%s: %s", (_engine, _stages, difference) => {
    expect(difference).toBeLessThan(1e-6);
  });

  it("leaves out what an engine lacks, and says so", () => {
    for (const { engine, stages, placed } of reference.cases) {
      const parameters = only(reference.vectors[0]?.parameters ?? {}, stages);
      expect(chain(engine, parameters).ignored.length > 0, `${engine} ${stages.join()}`).toBe(
        placed,
      );
    }
  });
});
