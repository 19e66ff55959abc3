import { analyse, type ExperimentData, parseMetrics, randomFrom } from "@colloquy/core";
import { answeredSample, fixtureFacts, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";

const facts = [{ ...fixtureFacts, tells_tokens: true }];
const words = ["a", "b", "c", "d", "e"];

/** Answers of 30 tokens that repeat themselves more and more; their first 10 are cut from them. */
async function measured() {
  const { experiment, samples, look } = plannedFixture(
    {
      parameters: {},
      sweep: { max_tokens: [30, 10] },
      baseline: "first",
      samples: 20,
      metrics: parseMetrics("repetition,truncated_rate,latency_ms"),
    },
    { facts },
  );
  const results = samples.map((sample) => {
    const random = randomFrom(sample.seed);
    const ids = Array.from({ length: 30 }, (_, at) => (at < 12 ? random.integer(5) : at % 2));
    const result = answeredSample(sample, ids.map((id) => words[id]).join(" "));
    const [choice] = result.completion?.choices ?? [];
    if (!choice || !result.completion) throw new Error("no choice");
    const choices = [{ ...choice, token_ids: ids, finish_reason: "length" }];
    return { ...result, completion: { ...result.completion, choices } };
  });
  const data: ExperimentData = { experiment, samples, results, looks: [look] };
  return analyse(data, { detokenize: (_, ids) => ids.map((id) => words[id]).join(" ") });
}

describe("cells made of prefixes", () => {
  it("come free, paired by sample, without a latency of their own", async () => {
    const { cells, verdicts } = await measured();
    const [whole, prefix] = cells;
    expect(prefix?.metrics["repetition"]).toMatchObject({ n: 20 });
    expect(whole?.metrics["latency_ms"]?.n).toBe(20);
    expect(prefix?.metrics["latency_ms"]).toMatchObject({ n: 0, value: null });
    const repetition = verdicts.find(({ metric }) => metric === "repetition");
    expect(repetition).toMatchObject({ verdict: "lower" });
    expect(repetition?.method).toMatch(/paired/);
    expect(verdicts.find(({ metric }) => metric === "latency_ms")?.verdict).toBe("undecided");
  });
});
