import { metricRowOf } from "./metric-row.ts";
import {
  commandRate,
  containsRate,
  equalsRate,
  failureRate,
  numberRate,
  regexRate,
  truncatedRate,
  validRate,
} from "./rate-measures.ts";

const wilson = { interval: "Wilson", minimum_n: 1, source: "Wilson 1927; Newcombe 1998" } as const;
const share = { unit: "share", ...wilson } as const;

/** Shares of samples that pass a test. */
export const rateRows = [
  metricRowOf(
    {
      name: "valid_rate",
      ...share,
      option: "as",
      estimand: "P(answer is valid: JSON, a JSON schema, or code that parses)",
    },
    validRate,
  ),
  metricRowOf(
    {
      name: "equals_rate",
      ...share,
      option: "value",
      estimand: "P(answer equals the expected one, case and outer white space apart)",
    },
    equalsRate,
  ),
  metricRowOf(
    {
      name: "contains_rate",
      ...share,
      option: "value",
      estimand: "P(answer contains the expected text, case apart)",
    },
    containsRate,
  ),
  metricRowOf(
    { name: "regex_rate", ...share, option: "pattern", estimand: "P(answer matches the pattern)" },
    regexRate,
  ),
  metricRowOf(
    {
      name: "number_rate",
      ...share,
      option: "value",
      estimand: "P(last number of the answer is within the tolerance of the expected)",
    },
    numberRate,
  ),
  metricRowOf(
    {
      name: "command_rate",
      ...share,
      option: "command",
      estimand: "P(the command exits with 0 for the answer)",
    },
    commandRate,
  ),
  metricRowOf(
    {
      name: "truncated_rate",
      ...share,
      estimand: "P(answer is cut off by max_tokens); a failed call counts as cut",
    },
    truncatedRate,
  ),
  metricRowOf(
    { name: "failure_rate", ...share, estimand: "P(a call has no answer after its retries)" },
    failureRate,
  ),
];
