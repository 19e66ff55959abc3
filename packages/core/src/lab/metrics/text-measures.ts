import { InvalidInputError } from "../../error/errors.ts";
import { distinctKind } from "../kinds/distinct-kind.ts";
import type { Kind } from "../kinds/kind.ts";
import { match } from "../kinds/match.ts";
import { meanKind } from "../kinds/mean.ts";
import { similarity } from "../kinds/similarity.ts";
import { survival } from "../kinds/survival.ts";
import type { Duration } from "../statistics/kaplan-meier.ts";
import { bySample, type Measure } from "./measure.ts";
import type { Observation } from "./observation.ts";
import { distinctShare, repetitionShare, shingles, words } from "./text-features.ts";

type Options = Readonly<Record<string, unknown>>;

/** Answers as wholes: two are the same when their texts are, white space around them apart. */
export function answers(kind: Kind<string>): Measure<string> {
  return bySample<string>({
    kind,
    bounds: null,
    textual: false,
    show: (text) => text,
    sample: ({ text }) => text.trim(),
  });
}

export const distinctAnswersMeasure = (): Measure<string> => answers(distinctKind);
export const exactMatchMeasure = (): Measure<string> => answers(match);

/** Sets of 3-word runs, compared by Jaccard similarity. */
export function selfSimilarityMeasure(): Measure<ReadonlySet<string>> {
  return bySample<ReadonlySet<string>>({
    kind: similarity,
    bounds: [0, 1],
    textual: false,
    show: (set) => set.size,
    sample: ({ text }) => shingles(text),
  });
}

function gramSize(options: Options, standard: number): number {
  const n = options["n"] ?? standard;
  if (typeof n === "number" && Number.isInteger(n) && n >= 1 && n <= 10) return n;
  throw new InvalidInputError({
    message: `n of the metric is ${JSON.stringify(n)}, allowed is 1 to 10`,
    remedy: "Give the number of words in a run.",
    details: { field: "n", given: n, allowed: "a whole number from 1 to 10" },
  });
}

/** Share of different n-grams within each answer. */
export function distinctNMeasure(options: Options): Measure<number> {
  const n = gramSize(options, 2);
  return perText(({ text }) => distinctShare(text, n));
}

/** Share of n-grams within each answer that came before in it. */
export function repetitionMeasure(options: Options): Measure<number> {
  const n = gramSize(options, 4);
  return perText(({ text }) => repetitionShare(text, n));
}

function perText(sample: (observation: Observation) => number | null): Measure<number> {
  return bySample<number>({
    kind: meanKind,
    bounds: [0, 1],
    textual: true,
    show: (value) => value,
    sample,
  });
}

/** Tokens of an answer; one cut off by the cap is longer than what came. */
export function lengthMeasure(): Measure<Duration> {
  return bySample<Duration>({
    kind: survival,
    bounds: [0, Infinity],
    textual: true,
    show: ({ value, censored }) => (censored ? `>${value}` : value),
    sample: (observation) => {
      const tokens = tokenCount(observation);
      const cut = observation.result.completion?.choices[0]?.finish_reason === "length";
      return tokens === null ? null : { value: tokens, censored: cut };
    },
  });
}

/** Tokens that two samples share before they part, on disjoint pairs; equal ones never parted as far as seen. */
export function firstDivergenceMeasure(): Measure<Duration> {
  return {
    kind: survival,
    bounds: [0, Infinity],
    textual: false,
    countsFailures: false,
    show: ({ value, censored }) => (censored ? `>${value}` : value),
    score(_, observations) {
      const answered = observations.filter((each) => each.answered);
      const pairs = answered.flatMap((first, index) => {
        const second = answered[index + 1];
        return index % 2 === 0 && second ? [divergence(first, second)] : [];
      });
      return Promise.resolve(pairs);
    },
  };
}

function divergence(first: Observation, second: Observation): Duration {
  const [a, b] = comparable(first, second);
  const shorter = Math.min(a.length, b.length);
  let common = 0;
  while (common < shorter && a[common] === b[common]) common += 1;
  return { value: common, censored: common === a.length && common === b.length };
}

function comparable(
  first: Observation,
  second: Observation,
): readonly [readonly (number | string)[], readonly (number | string)[]] {
  const ids = [first, second].map(({ result }) => result.completion?.choices[0]?.token_ids);
  const [a, b] = ids;
  return a && b ? [a, b] : [words(first.text), words(second.text)];
}

/** Completion tokens, from the answer's own ids or the provider's usage; null when neither is told. */
export function tokenCount({ result }: Observation): number | null {
  return (
    result.completion?.choices[0]?.token_ids?.length ?? result.usage?.completion_tokens ?? null
  );
}
