import {
  chainSteps,
  denseProbabilities,
  entropyOf,
  expectedDistribution,
  mostProbable,
  type Candidates,
  type Chain,
  type SamplingContext,
} from "@colloquy/core";

/** A token as a picture shows it. */
export interface ShownToken {
  token_id: number;
  /** The token's text, hidden characters and all. */
  token: string;
  probability: number;
}

/** The distribution at one point of the chain. */
export interface DistributionStage {
  /** `raw` before the first stage, the stage's name after it. */
  stage: string;
  parameters: Readonly<Record<string, unknown>>;
  /** Tokens that can still come. */
  kept: number;
  /** Nats. */
  entropy: number;
  /** Probability of the tokens not listed. */
  rest: number;
  /** Most probable first. */
  tokens: readonly ShownToken[];
}

/** The next token's distribution before and after each stage of a chain, as `--json` prints it. */
export interface DistributionView {
  order: string;
  /** Parameters given that this engine does not have. */
  ignored: readonly string[];
  stages: readonly DistributionStage[];
  /**
   * What will be drawn from: the last stage's distribution, or where XTC tosses its coin the mixture of both
   * outcomes.
   */
  final: { tokens: readonly ShownToken[]; rest: number };
}

export interface DistributionViewOptions {
  context?: SamplingContext;
  tokenText: (id: number) => string;
  /** Tokens to list. */
  top: number;
}

/** Runs the chain over raw candidates and lists the most probable tokens after each stage. */
export function distributionView(
  chain: Chain,
  raw: Candidates,
  { context = {}, tokenText, top }: DistributionViewOptions,
): DistributionView {
  const listed = (candidates: Candidates): Pick<DistributionStage, "tokens" | "rest"> =>
    withRest(
      mostProbable(candidates, top).map(({ token_id, probability }) => ({
        token_id,
        token: tokenText(token_id),
        probability,
      })),
    );
  const at = (stage: string, parameters: DistributionStage["parameters"], all: Candidates) => ({
    stage,
    parameters,
    kept: all.tokenIds.length,
    entropy: entropyOf(all),
    ...listed(all),
  });
  const steps = chainSteps(chain, raw, context);
  const vocabularySize = (raw.tokenIds.at(-1) ?? 0) + 1;
  const expected = expectedDistribution(chain, raw, { vocabularySize, context });
  return {
    order: chain.engine,
    ignored: chain.ignored,
    stages: [
      at("raw", {}, raw),
      ...steps.map(({ stage, after }) => at(stage.name, stage.parameters, after)),
    ],
    final: withRest(largest(expected, top, tokenText)),
  };
}

function largest(
  probabilities: Float64Array,
  top: number,
  tokenText: (id: number) => string,
): readonly ShownToken[] {
  const logits = probabilities.map((p) => (p > 0 ? Math.log(p) : -Infinity));
  const kept = Int32Array.from(probabilities.keys()).filter((id) => (logits[id] ?? 0) > -Infinity);
  const candidates = { tokenIds: kept, logits: Float64Array.from(kept, (id) => logits[id] ?? 0) };
  const dense = denseProbabilities(candidates, probabilities.length);
  return mostProbable(candidates, top).map(({ token_id }) => ({
    token_id,
    token: tokenText(token_id),
    probability: dense[token_id] ?? 0,
  }));
}

function withRest(tokens: readonly ShownToken[]): {
  tokens: readonly ShownToken[];
  rest: number;
} {
  const listed = tokens.reduce((sum, { probability }) => sum + probability, 0);
  return { tokens, rest: Math.max(0, 1 - listed) };
}
