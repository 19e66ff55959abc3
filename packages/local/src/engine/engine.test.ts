import path from "node:path";
import { candidatesFromLogits, chain, expectedDistribution, type Parameters } from "@colloquy/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acquireFileLock } from "../file-lock.ts";
import { fetchModelFile } from "../model-file/fetch-model-file.ts";
import { readSamplerSettings, nativeConfig } from "../sampling/sampler-settings.ts";
import { freshCache, testCache } from "../testing/test-model.ts";
import { loadBinding } from "./binding.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import type { Generation } from "./generation.ts";
import { openDecoder, writingTools } from "./tools.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("native sampling against core's chain", () => {
  let draw: (parameters: Parameters, count: number) => Promise<Map<number, number>>;
  let logits: Float32Array;
  let free: () => Promise<void>;

  beforeAll(async () => {
    const { path } = await fetchModelFile({ model: "smollm2-135m", cacheDir: testCache });
    const binding = await loadBinding(1);
    const model = await binding.llama.loadModel({ modelPath: path });
    const tools = writingTools(binding, model, 256);
    const decoder = await openDecoder(binding, model, { width: 1, size: 256, threads: 1 });
    const [last = 0, ...body] = model.tokenize("The best thing about rain is that it").toReversed();
    await decoder.read(0, body.toReversed(), 1);
    const [place = -1] = await decoder.decode([{ slot: 0, token: last }], 1);
    const plain = tools.newSampler();
    plain.applyConfig({ temperature: 0, seed: 0 });
    logits = await decoder.logits(place, plain, tools.vocabularySize);
    draw = async (parameters, count) => {
      const sampler = tools.newSampler();
      const request = { model: "m", messages: [], seed: 5, ...parameters };
      sampler.applyConfig(nativeConfig(readSamplerSettings(request, {}, 49_152), 256));
      const counts = new Map<number, number>();
      for (let index = 0; index < count; index++) {
        const token = await decoder.sample(place, sampler);
        counts.set(token, (counts.get(token) ?? 0) + 1);
      }
      sampler.dispose();
      return counts;
    };
    free = async () => {
      await decoder.dispose();
      await binding.llama.dispose();
    };
  });
  afterAll(() => free());

  it.each([
    { temperature: 1 },
    { temperature: 0.7, top_p: 0.8 },
    { temperature: 1.5, top_k: 12 },
    { temperature: 1.2, min_p: 0.02 },
    { temperature: 0.9, top_k: 30, xtc_probability: 0.4, xtc_threshold: 0.05 },
    { temperature: 1, top_k: 8, logit_bias: { "260": 2 } },
  ])("10,000 draws do not reject %j", async (parameters: Parameters) => {
    const draws = 10_000;
    const counts = await draw(parameters, draws);
    const expected = expectedDistribution(
      chain("node-llama-cpp", parameters),
      candidatesFromLogits(logits),
      { vocabularySize: logits.length },
    );
    const { statistic, cells } = chiSquare(counts, expected, draws);
    // The 0.9999 quantile of chi-square by Wilson and Hilferty's approximation; the draws are seeded.
    const freedom = cells - 1;
    const z = 3.719;
    const limit = freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;
    expect(cells).toBeGreaterThan(3);
    expect(statistic).toBeLessThan(limit);
  });

  it("temperature 0 is the most likely token", async () => {
    const best = logits.indexOf(Math.max(...logits));
    expect([...(await draw({ temperature: 0 }, 5))]).toEqual([[best, 5]]);
  });
});

/** Pearson's statistic; tokens that are expected less than five times are one cell together. */
function chiSquare(
  counts: ReadonlyMap<number, number>,
  probabilities: ArrayLike<number>,
  draws: number,
): { statistic: number; cells: number } {
  let statistic = 0;
  let cells = 0;
  let [restSeen, restExpected] = [draws, draws];
  for (let token = 0; token < probabilities.length; token++) {
    const expected = (probabilities[token] ?? 0) * draws;
    const seen = counts.get(token) ?? 0;
    if (expected === 0 && seen > 0) return { statistic: Number.POSITIVE_INFINITY, cells };
    if (expected < 5) continue;
    statistic += (seen - expected) ** 2 / expected;
    cells++;
    restSeen -= seen;
    restExpected -= expected;
  }
  if (restExpected < 5) return { statistic, cells };
  return { statistic: statistic + (restSeen - restExpected) ** 2 / restExpected, cells: cells + 1 };
}

describe("Engine", () => {
  const load = async (fields: Partial<EngineOptions>): Promise<[Engine, () => Promise<void>]> => {
    const cache = await freshCache();
    const file = await fetchModelFile({ model: "smollm2-135m", cacheDir: cache.cacheDir });
    const engine = await Engine.load({
      modelPath: file.path,
      sha256: file.sha256,
      cacheDir: cache.cacheDir,
      saveStates: false,
      readAhead: false,
      threads: { decode: 1, read: 1, batch: 1 },
      ...fields,
    });
    return [
      engine,
      async () => {
        await engine.dispose();
        await cache.remove();
      },
    ];
  };

  /** Writes exactly `limit` tokens: those that end an answer are forbidden. */
  const write = async (
    engine: Engine,
    { seed, limit, onToken = () => {} }: { seed: number; limit: number; onToken?: () => void },
  ): Promise<number[]> => {
    const tokens: number[] = [];
    const generation: Generation = {
      prompt: engine.tokenize("Once upon a time"),
      settings: readSamplerSettings(
        { model: "m", messages: [], temperature: 1, seed, logit_bias: { "0": -100, "2": -100 } },
        {},
        49_152,
      ),
      limit,
      wantsLogits: false,
      onProgress: () => {},
      onStart: () => {},
      onToken: (token) => {
        onToken();
        return tokens.push(token) > 0;
      },
    };
    expect(await engine.run(generation)).toBe("limit");
    return tokens;
  };

  it("goes on alone with an answer that outgrows its place in a batch", async () => {
    const [engine, free] = await load({ usualAnswer: 8 });
    // Slots are rounded up to 64 tokens: this one has to leave its slot.
    const alone = await write(engine, { seed: 1, limit: 72 });
    const [joined] = await Promise.all([
      write(engine, { seed: 1, limit: 72 }),
      ...[2, 3, 4].map((seed) => write(engine, { seed, limit: 5 })),
    ]);
    expect(joined).toEqual(alone);
    await free();
  });

  it("lets another process compute in the middle of an answer, and writes the same", async () => {
    const cache = await freshCache();
    const [engine, free] = await load({ cacheDir: cache.cacheDir, turnMs: 0 });
    const undisturbed = await write(engine, { seed: 1, limit: 40 });
    const lockFile = path.join(cache.cacheDir, "compute.lock");
    let written = 0;
    let at = 0;
    let other: Promise<void> | undefined;
    const compute = async (): Promise<void> => {
      const release = await acquireFileLock(lockFile);
      at = written;
      release();
    };
    const onToken = (): void => {
      written++;
      if (written === 3) other = compute();
    };
    expect(await write(engine, { seed: 1, limit: 40, onToken })).toEqual(undisturbed);
    await other;
    expect(at).toBeGreaterThanOrEqual(3);
    expect(at).toBeLessThan(40);
    await free();
    await cache.remove();
  });
});
