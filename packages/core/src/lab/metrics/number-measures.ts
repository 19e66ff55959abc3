import { meanKind } from "../kinds/mean.ts";
import type { Kind } from "../kinds/kind.ts";
import { quantileKind } from "../kinds/quantile.ts";
import type { ContentLogprob } from "../../chat/completion.ts";
import { entropy } from "../../sampling/probabilities.ts";
import { bySample, type Measure, type MetricTools, type TokenTruth } from "./measure.ts";
import type { Observation } from "./observation.ts";
import { tokenCount } from "./text-measures.ts";

/** A number of at least 0 from each answered sample. */
function numbers(
  sample: (observation: Observation) => number | null | Promise<number | null>,
  { kind = meanKind, textual = false }: { kind?: Kind<number>; textual?: boolean } = {},
): Measure<number> {
  return bySample<number>({ kind, bounds: [0, Infinity], textual, show: (value) => value, sample });
}

const total = ({ result }: Observation): number | null => result.timing.total_ms;

/** Milliseconds from sending to the answer's end. */
export const latencyMeasure = (): Measure<number> => numbers(total);
export const latencyMedianMeasure = (): Measure<number> =>
  numbers(total, { kind: quantileKind(0.5, 6) });
export const latencyP90Measure = (): Measure<number> =>
  numbers(total, { kind: quantileKind(0.9, 20) });
/** Milliseconds until the first piece of the answer. */
export const firstTokenMeasure = (): Measure<number> =>
  numbers(({ result }) => result.timing.first_token_ms);
/** Tokens of the answer, however it ended. */
export const tokensMeasure = (): Measure<number> => numbers(tokenCount, { textual: true });
/** US dollars for one sample. */
export const costMeasure = (): Measure<number> => numbers(({ result }) => result.cost_usd);

/** Mean entropy of the raw distribution at the answer's tokens, in nats. */
export function entropyMeasure(_: unknown, tools: MetricTools): Measure<number> {
  return numbers(async (observation) => mean(await truths(observation, tools), "entropy"), {
    textual: true,
  });
}

/** exp(−mean log-probability) of the answer under the raw distribution. */
export function perplexityMeasure(_: unknown, tools: MetricTools): Measure<number> {
  return numbers(
    async (observation) => {
      const logprob = mean(await truths(observation, tools), "logprob");
      return logprob === null ? null : Math.exp(-logprob);
    },
    { textual: true },
  );
}

function mean(tokens: readonly TokenTruth[], field: keyof TokenTruth): number | null {
  if (tokens.length === 0) return null;
  return tokens.reduce((sum, token) => sum + token[field], 0) / tokens.length;
}

async function truths(
  observation: Observation,
  tools: MetricTools,
): Promise<readonly TokenTruth[]> {
  const scored = await tools.scoreTokens?.(observation);
  return (
    scored ?? observation.result.completion?.choices[0]?.logprobs?.content?.map(fromLogprobs) ?? []
  );
}

/** A token outside the alternatives told (−9999 at OpenAI) is at most as likely as the last of them. */
function fromLogprobs({ logprob, top_logprobs }: ContentLogprob): TokenTruth {
  const told = top_logprobs.map((token) => token.logprob).filter((each) => each > -9000);
  const probabilities = told.map(Math.exp);
  const rest = Math.max(0, 1 - probabilities.reduce((sum, p) => sum + p, 0));
  return {
    logprob: logprob > -9000 ? logprob : Math.min(...told, 0),
    entropy: entropy([...probabilities, rest]),
  };
}
