import { readFileSync } from "node:fs";
import path from "node:path";
import { experimentFileSchema, readExperimentData } from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";

const { experiment, samples, look } = plannedFixture();
const data = {
  experiment,
  samples,
  looks: [look],
  results: samples.map((sample) => answeredSample(sample, "Wet.")),
};

describe("an exported experiment", () => {
  it("is read back as it was written", () => {
    expect(readExperimentData(JSON.parse(JSON.stringify(data)))).toEqual(data);
  });

  it.each([
    [null, /file is "object"/],
    [[], /an object/],
    [{}, /experiment is null/],
    [{ ...data, experiment: { ...experiment, version: 2 } }, /version is 2, allowed is version 1/],
    [{ ...data, samples: [] }, /results of planned samples/],
  ])("refuses what is none", (wrong, words) => {
    expect(() => readExperimentData(wrong)).toThrow(words);
  });
});

describe("the schema of experiment files", () => {
  it("is published as it is used", () => {
    const file = path.join(
      import.meta.dirname,
      "../../../../docs/generated/experiment.schema.json",
    );
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(experimentFileSchema);
  });
});
