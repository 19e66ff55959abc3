import { InvalidInputError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { nativeConfig, readSamplerSettings } from "./sampler-settings.ts";
import { freshSeed, seedOf } from "./seed.ts";

const request = (fields: object) => ({ model: "m", messages: [], ...fields });

describe("readSamplerSettings", () => {
  it("takes the model's default where nothing is set, and nothing else", () => {
    const { seed, logit_bias, ...settings } = readSamplerSettings(
      request({}),
      {
        temperature: 0.2,
      },
      1000,
    );
    expect(settings).toMatchObject({
      temperature: 0.2,
      top_p: 1,
      top_k: 0,
      min_p: 0,
      repetition_penalty: 1,
      frequency_penalty: 0,
      presence_penalty: 0,
    });
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(logit_bias.size).toBe(0);
  });

  it("keeps 0 apart from unset", () => {
    const settings = readSamplerSettings(
      request({ temperature: 0, seed: 0 }),
      {
        temperature: 0.2,
      },
      1000,
    );
    expect(settings).toMatchObject({ temperature: 0, seed: 0 });
  });

  it.each([
    { temperature: "hot" },
    { temperature: -1 },
    { top_k: 1.5 },
    { repetition_penalty: 0 },
    { seed: 1.5 },
    { logit_bias: { a: 1 } },
    { logit_bias: [1] },
    { logit_bias: { "1000": 1 } },
    { logit_bias: { "4294967296": 1 } },
    { logit_bias: { "1": 1e300 } },
    { frequency_penalty: 1e300 },
    { min_p: 2 },
  ])("refuses %j with the field's name", (fields) => {
    const [name] = Object.keys(fields);
    expect(() => readSamplerSettings(request(fields), {}, 1000)).toThrow(InvalidInputError);
    expect(() => readSamplerSettings(request(fields), {}, 1000)).toThrow(String(name));
  });
});

describe("nativeConfig", () => {
  const config = (fields: object) =>
    nativeConfig(readSamplerSettings(request(fields), {}, 1000), 100);

  it("looks back no further than an answer can be long", () => {
    const long = { repetition_penalty: 1.1, repeat_last_n: 1e9, dry_multiplier: 1 };
    expect(config({ ...long, dry_penalty_last_n: 1e9 })).toMatchObject({
      repeatPenaltyMaxTokens: 100,
      dryRepeatPenaltyLastTokens: 100,
    });
  });

  it("leaves out every stage that is off", () => {
    expect(config({ temperature: 1, seed: 3 })).toEqual({ temperature: 1, seed: 3 });
  });

  it("names every stage that is on", () => {
    const given = {
      temperature: 0.7,
      top_k: 5,
      top_p: 0.9,
      min_p: 0.1,
      seed: 1,
      logit_bias: { 7: 2 },
    };
    expect(config({ ...given, frequency_penalty: 0.5 })).toEqual({
      temperature: 0.7,
      seed: 1,
      topK: 5,
      topP: 0.9,
      minP: 0.1,
      tokenBiasKeys: Uint32Array.of(7),
      tokenBiasValues: Float32Array.of(2),
      repeatPenaltyTokens: new Uint32Array(),
      repeatPenaltyMaxTokens: 100,
      repeatPenalty: 1,
      repeatPenaltyFrequencyPenalty: 0.5,
      repeatPenaltyPresencePenalty: 0,
    });
  });

  it("has DRY and XTC where asked for", () => {
    expect(config({ dry_multiplier: 0.8, xtc_probability: 0.5, seed: 1 })).toMatchObject({
      dryRepeatPenaltyStrength: 0.8,
      dryRepeatPenaltyBase: 1.75,
      dryRepeatPenaltyLastTokens: 100,
      xtcProbability: 0.5,
      xtcThreshold: 0.1,
    });
  });

  it("takes the most likely token at temperature 0, after bias and penalties", () => {
    const greedy = config({ temperature: 0, top_p: 0.1, presence_penalty: 1, seed: 1 });
    expect(greedy).not.toHaveProperty("topP");
    expect(greedy).toMatchObject({ temperature: 0, repeatPenaltyPresencePenalty: 1 });
  });
});

describe("seeds", () => {
  it("are 32 bits, never the one that means random, and small ones stay", () => {
    expect(seedOf(7)).toBe(7);
    for (const given of [-1, 0xffff_ffff, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      expect(seedOf(given)).toBe(seedOf(given));
      expect(seedOf(given)).toBeLessThan(0xffff_ffff);
    }
    expect(seedOf(-1)).not.toBe(seedOf(-2));
  });

  it("are fresh when nobody chose one", () => {
    expect(new Set(Array.from({ length: 20 }, freshSeed)).size).toBe(20);
  });
});
