import type {
  AnalysisOptions,
  Experiment,
  Observation,
  TokenModel,
  TokenTruth,
} from "@colloquy/core";
import { breather } from "../breather.ts";
import type { CommandContext } from "../context.ts";
import { progressLine } from "../render/progress-line.ts";
import { keptScores } from "./kept-scores.ts";
import { metricTools } from "./metric-tools.ts";

/** Metrics whose values are made from each token's probability. */
const TOKEN_METRICS = new Set(["entropy", "perplexity"]);

/** What the analysis of an experiment needs of this machine; a model is loaded only when its tokens are needed. */
export async function analysisPorts(
  context: CommandContext,
  experiment: Experiment,
): Promise<AnalysisOptions & { done: () => Promise<void> }> {
  const tools = await metricTools(experiment.metrics);
  const models = await tokenModels(context, experiment);
  const needsScores = experiment.metrics.some(({ metric }) => TOKEN_METRICS.has(metric));
  const kept = needsScores ? await keptScores(context.paths.cache, experiment.id) : undefined;
  const line = progressLine(context.streams, context.screen);
  let scored = 0;
  const cellModel = new Map(experiment.cells.map(({ id, model }) => [id, model]));
  return {
    tools: {
      ...tools,
      ...(kept && {
        scoreTokens: (observation) =>
          kept.of(observation, () => {
            line.show({
              message: `reading answers again for their probabilities, ${(scored += 1)}`,
            });
            return score(observation, {
              experiment,
              model: models.get(cellModel.get(observation.result.cell_id) ?? ""),
              signal: context.signal,
            });
          }),
      }),
    },
    detokenize: (model, ids) => models.get(model)?.detokenize(ids),
    onStep: breather(context.signal, (done, total) =>
      line.show({ message: "comparing", done, total }),
    ),
    done: async () => {
      line.clear();
      await kept?.save();
    },
  };
}

async function tokenModels(
  context: CommandContext,
  { cells, models, metrics }: Experiment,
): Promise<ReadonlyMap<string, TokenModel>> {
  const derived = cells.filter(({ derived_from }) => derived_from).map(({ model }) => model);
  const scored = metrics.some(({ metric }) => TOKEN_METRICS.has(metric))
    ? models.map(({ model }) => model)
    : [];
  const opened = new Map<string, TokenModel>();
  for (const name of new Set([...derived, ...scored])) {
    const { tokens } = await context.model(name, { retries: 0 });
    if (tokens) opened.set(name, await tokens({ signal: context.signal }));
  }
  return opened;
}

/** The tokens of an answer, scored exactly from their ids; null where this machine cannot. */
async function score(
  { result, answered }: Observation,
  given: { experiment: Experiment; model: TokenModel | undefined; signal: AbortSignal },
): Promise<readonly TokenTruth[] | null> {
  const ids = result.completion?.choices[0]?.token_ids;
  const prompt = given.experiment.prompts.find(({ id }) => id === result.prompt_id);
  if (!given.model || !ids || !prompt || !answered) return null;
  const scores = await given.model.score(
    { messages: prompt.messages, answer_token_ids: ids },
    { signal: given.signal },
  );
  return scores.map(({ logprob, entropy }) => ({ logprob, entropy }));
}
