import {
  candidatesFromLogits,
  chain,
  chainSteps,
  entropyOf,
  mostProbable,
  probabilities,
  type Candidates,
  type EngineName,
  type NextTokenLogits,
  type Parameters,
  type SamplingContext,
  type TokenModel,
} from "@colloquy/core";

/** One bar. */
export interface TokenBar {
  token_id: number;
  token: string;
  probability: number;
  logprob: number;
}

/** The distribution as it stands after a stage; the first is the model's own. */
export interface StageView {
  stage: string;
  parameters: Parameters;
  /** Tokens still in play. */
  candidates: number;
  /** Nats. */
  entropy: number;
  /** Of all candidates' probabilities: 1 but for rounding. */
  sum: number;
  top: readonly TokenBar[];
}

/** The next token before and after each stage of an engine's chain. */
export interface DistributionView {
  model: string;
  order: EngineName;
  /** Tokens read to get here. */
  context_tokens: number;
  parameters: Parameters;
  /** Sampling parameters given that this engine does not have. */
  ignored: readonly string[];
  stages: readonly StageView[];
}

export interface ViewOptions {
  tokens: TokenModel;
  order: EngineName;
  parameters: Parameters;
  /** What penalties count. */
  context: SamplingContext;
  /** Bars a stage. */
  top: number;
}

/** Runs the chain over a model's logits and looks at it after each stage. */
export function distributionView(
  { logits, context_tokens }: NextTokenLogits,
  { tokens, order, parameters, context, top }: ViewOptions,
): DistributionView {
  const raw = candidatesFromLogits(logits);
  const made = chain(order, parameters);
  const view = (stage: string, given: Parameters, candidates: Candidates): StageView => ({
    stage,
    parameters: given,
    candidates: candidates.tokenIds.length,
    entropy: entropyOf(candidates),
    sum: probabilities(candidates).reduce((total, each) => total + each, 0),
    top: mostProbable(candidates, top).map(({ token_id, probability }) => ({
      token_id,
      token: tokens.tokenText(token_id),
      probability,
      logprob: Math.log(probability),
    })),
  });
  return {
    model: tokens.model,
    order,
    context_tokens,
    parameters,
    ignored: made.ignored,
    stages: [
      view("model", {}, raw),
      ...chainSteps(made, raw, context).map(({ stage, after }) =>
        view(stage.name, stage.parameters, after),
      ),
    ],
  };
}
