import type { ChatRequest } from "../../chat/request.ts";
import { InvalidInputError } from "../../error/errors.ts";
import type { Experiment } from "../experiment.ts";
import type { SamplePlan } from "../sample.ts";

/** The request of one sample: the cell's parameters, its routing, its seed where declared, nothing else. */
export function sampleRequest(experiment: Experiment, sample: SamplePlan): ChatRequest {
  const cell = experiment.cells.find(({ id }) => id === sample.cell_id);
  const prompt = experiment.prompts.find(({ id }) => id === sample.prompt_id);
  if (!cell || !prompt) {
    throw new InvalidInputError({
      message: `sample ${sample.id} belongs to no cell or prompt of experiment ${experiment.id}`,
      remedy: "The records are damaged: delete the experiment and run it again.",
      details: { field: "sample", given: sample.id },
    });
  }
  const facts = experiment.models.find(({ model }) => model === cell.model);
  const seed = cell.parameters["seed"] ?? (facts?.sends_seed ? sample.seed : undefined);
  return {
    ...cell.parameters,
    ...cell.routing,
    ...(seed === undefined ? {} : { seed }),
    model: cell.model,
    messages: prompt.messages,
  };
}
