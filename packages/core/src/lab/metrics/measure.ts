import type { ExperimentPrompt } from "../experiment.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Interval } from "../statistics/interval.ts";
import type { Observation } from "./observation.ts";

/** Languages whose parser may be installed. */
export type CodeLanguage = "js" | "ts" | "python";

/** What metrics need from outside: each may be missing, then the metrics that need it are refused. */
export interface MetricTools {
  /** Compiles a JSON schema to a test. Throws on a schema that is none. */
  compileSchema?: (schema: unknown) => (value: unknown) => boolean;
  /** Whether a text parses as code. */
  parses?: (language: CodeLanguage, text: string) => Promise<boolean>;
  /** Languages that `parses` can read here. */
  languages?: readonly CodeLanguage[];
  /** Runs a person's command with the answer on its standard input and gives its exit code. */
  runCommand?: (command: string, answer: string) => Promise<number>;
  /** Log-probability and entropy of each token of an answer; null when nobody can tell. */
  scoreTokens?: (observation: Observation) => Promise<readonly TokenTruth[] | null>;
}

/** Raw log-probability of a token and the entropy at its place, in nats. */
export interface TokenTruth {
  logprob: number;
  entropy: number;
}

/** How a metric reads samples: to values of its kind, null where a sample tells nothing. */
export interface Measure<V> {
  kind: Kind<V>;
  /** What the quantity can be; an end may be infinite. */
  bounds: Interval | null;
  /** True when equal answers have equal values: copies of a deterministic cell then count once. */
  textual: boolean;
  /** True when a failed sample has a value of its own, as in every rate. */
  countsFailures: boolean;
  score(
    prompt: ExperimentPrompt,
    observations: readonly Observation[],
  ): Promise<readonly (V | null)[]>;
  /** The number to show for one value where values are shown. */
  show: (value: V) => number | string;
}

/** A measure over samples one by one; failed ones are null, or `failed` in a rate. */
export function bySample<V>(
  measure: Omit<Measure<V>, "score" | "countsFailures"> & {
    failed?: V;
    sample: (observation: Observation, prompt: ExperimentPrompt) => V | null | Promise<V | null>;
  },
): Measure<V> {
  const { failed, sample, ...rest } = measure;
  return {
    ...rest,
    countsFailures: failed !== undefined,
    score: (prompt, observations) =>
      Promise.all(
        observations.map(async (observation) =>
          observation.answered ? sample(observation, prompt) : (failed ?? null),
        ),
      ),
  };
}
