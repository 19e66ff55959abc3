import {
  type Experiment,
  type ExperimentDesign,
  type ModelFacts,
  type PlannedExperiment,
  type SamplePlan,
  type SampleResult,
  parseMetric,
  planExperiment,
} from "@colloquy/core";
import { FakeEnvironment } from "../fake-environment.ts";

/** A model of which everything is known. */
export const fixtureFacts: ModelFacts = {
  model: "scripted",
  sends_seed: true,
  reasoning: false,
  tells_tokens: false,
  unset: { temperature: { source: "declared", value: 1 } },
};

/** A small design: one prompt, three temperatures and the unset baseline, 4 samples each. */
export const fixtureDesign: ExperimentDesign = {
  name: "rain",
  prompts: [{ messages: [{ role: "user", content: "Say something about rain." }] }],
  models: ["scripted"],
  parameters: { max_tokens: 20 },
  sweep: { temperature: [0, 0.7, 1.5] },
  samples: 4,
  seed: 7,
  metrics: [parseMetric("distinct_answers"), parseMetric("exact_match")],
};

/** Plans the fixture design with some of its fields changed. */
export function plannedFixture(
  change: Partial<ExperimentDesign> = {},
  { environment = new FakeEnvironment(), facts = [fixtureFacts] as readonly ModelFacts[] } = {},
): PlannedExperiment {
  return planExperiment({ ...fixtureDesign, ...change }, { environment, models: facts, seed: 1 });
}

/** A whole answer of that text to a planned sample. */
export function answeredSample(
  sample: SamplePlan,
  text: string,
  change: Partial<SampleResult> = {},
): SampleResult {
  const usage = { prompt_tokens: 5, completion_tokens: text.split(" ").length };
  return {
    experiment_id: sample.experiment_id,
    sample_id: sample.id,
    cell_id: sample.cell_id,
    prompt_id: sample.prompt_id,
    phase: sample.phase,
    index: sample.index,
    state: "complete",
    completion: {
      id: sample.id,
      object: "chat.completion",
      created: 1_700_000_000,
      model: "scripted",
      choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
      usage,
    },
    usage,
    cost_usd: 0.0001,
    timing: { started_at: "2026-09-01T12:00:00.000Z", first_token_ms: 20, total_ms: 100 },
    attempts: 1,
    cause: null,
    error: null,
    ...change,
  };
}

/** The cell of that label. Throws when there is none. */
export function cellNamed({ cells }: Experiment, label: string): Experiment["cells"][number] {
  const found = cells.find((cell) => cell.label === label);
  if (!found) throw new Error(`no cell ${label}: ${cells.map((cell) => cell.label).join(", ")}`);
  return found;
}
