import {
  type ExperimentData,
  nextRaceStep,
  parseCheck,
  parseMetrics,
  randomFrom,
  type RaceStep,
  type SamplePlan,
} from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";

const at = "2026-09-01T13:00:00.000Z";
const rates: Readonly<Record<string, number>> = {
  unset: 0.4,
  "temperature=0.1": 0.5,
  "temperature=0.3": 0.95,
  "temperature=0.6": 0.5,
  "temperature=0.9": 0.3,
  "temperature=1.2": 0.2,
  "temperature=1.5": 0.05,
};

function planned(prompts: number, constraints: readonly string[] = []) {
  return plannedFixture({
    prompts: Array.from({ length: prompts }, (_, index) => ({
      messages: [{ role: "user", content: `Question ${index}` }],
    })),
    sweep: { temperature: [0.1, 0.3, 0.6, 0.9, 1.2, 1.5] },
    metrics: parseMetrics("contains_rate=yes,regex_rate=good"),
    goal: { metric: "contains_rate", direction: "max" },
    race: {
      budget: 400,
      constraints: constraints.map((check) => parseCheck(check)),
      confirmation_samples: 8,
    },
  });
}

/** Answers every planned sample by its cell's rate. */
function answered({ experiment, samples, look }: ReturnType<typeof planned>): ExperimentData {
  return { experiment, samples, looks: [look], results: answers(experiment, samples) };
}

function answers(experiment: ExperimentData["experiment"], samples: readonly SamplePlan[]) {
  const labels = new Map(experiment.cells.map((cell) => [cell.id, cell.label]));
  return samples.map((sample) => {
    const label = labels.get(sample.cell_id) ?? "";
    const yes = randomFrom(sample.seed).uniform() < (rates[label] ?? 0);
    const good = label === "temperature=0.3" ? "bad" : "good";
    return answeredSample(sample, `${yes ? "yes" : "no"} ${good}`);
  });
}

async function raced(start: ExperimentData): Promise<{ steps: RaceStep[]; data: ExperimentData }> {
  let data = start;
  const steps: RaceStep[] = [];
  for (let round = 0; round < 12; round += 1) {
    const step = await nextRaceStep(data, { at });
    steps.push(step);
    if (step.type !== "round" && step.type !== "confirmation") break;
    data = {
      ...data,
      looks: [...data.looks, step.look],
      samples: [...data.samples, ...step.samples],
      results: [...data.results, ...answers(data.experiment, step.samples)],
    };
  }
  return { steps, data };
}

const labelOf = ({ experiment }: ExperimentData, id: string | undefined) =>
  experiment.cells.find((cell) => cell.id === id)?.label;

describe("a race", () => {
  it("halves the cells, at least 8 samples each a round, and confirms the winner elsewhere", async () => {
    const { steps, data } = await raced(answered(planned(12)));
    const rounds = data.looks.filter(({ kind }) => kind === "race_round");
    expect(rounds.map(({ cell_ids }) => cell_ids.length)).toEqual([7, 4, 2]);
    for (const look of rounds) expect(look.samples_per_prompt * 6).toBeGreaterThanOrEqual(8);
    const last = steps.at(-1);
    expect(last).toMatchObject({ type: "done", confirmed: true });
    if (last?.type !== "done") return;
    expect(labelOf(data, last.winner_id)).toBe("temperature=0.3");
    const confirmation = data.samples.filter(({ phase }) => phase === "confirmation");
    const race = data.samples.filter(({ phase }) => phase === "race");
    expect(confirmation).toHaveLength(2 * 6 * 8);
    const prompts = (list: readonly SamplePlan[]) =>
      new Set(list.map(({ prompt_id }) => prompt_id));
    for (const id of prompts(confirmation)) expect(prompts(race).has(id)).toBe(false);
    expect(new Set(data.samples.map(({ seed }) => seed)).size).toBe(data.samples.length);
  });

  it("uses the same prompts when there are under 12", async () => {
    const { race } = planned(3).experiment;
    expect(race?.race_prompt_ids).toEqual(race?.confirmation_prompt_ids);
  });

  it("drops cells that refute a constraint before it looks at the goal", async () => {
    const { steps, data } = await raced(answered(planned(12, ["regex_rate >= .9"])));
    const last = steps.at(-1);
    expect(last?.type).toBe("done");
    if (last?.type !== "done") return;
    expect(labelOf(data, last.winner_id)).not.toBe("temperature=0.3");
  });

  it("waits while samples are missing, and goes on from the records alone", async () => {
    const whole = answered(planned(12));
    const half = { ...whole, results: whole.results.slice(0, 10) };
    expect(await nextRaceStep(half, { at })).toMatchObject({ type: "wait" });
    const [first, again] = [await nextRaceStep(whole, { at }), await nextRaceStep(whole, { at })];
    expect(again).toEqual(first);
  });
});
