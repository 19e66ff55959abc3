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
      meaning: "answers that are valid: JSON, a schema, or code",
      ...share,
      option: "as",
      estimand: "P(answer is valid: JSON, a JSON schema, or code that parses)",
    },
    validRate,
  ),
  metricRowOf(
    {
      name: "equals_rate",
      meaning: "answers that equal the expected one",
      ...share,
      option: "value",
      estimand: "P(answer equals the expected one, case and outer white space apart)",
    },
    equalsRate,
  ),
  metricRowOf(
    {
      name: "contains_rate",
      meaning: "answers that contain the expected text",
      ...share,
      option: "value",
      estimand: "P(answer contains the expected text, case apart)",
    },
    containsRate,
  ),
  metricRowOf(
    {
      name: "regex_rate",
      meaning: "answers that match the pattern",
      ...share,
      option: "pattern",
      estimand: "P(answer matches the pattern)",
    },
    regexRate,
  ),
  metricRowOf(
    {
      name: "number_rate",
      meaning: "answers whose last number is the expected one",
      ...share,
      option: "value",
      estimand: "P(last number of the answer is within the tolerance of the expected)",
    },
    numberRate,
  ),
  metricRowOf(
    {
      name: "command_rate",
      meaning: "answers that your command accepts",
      ...share,
      option: "command",
      estimand: "P(the command exits with 0 for the answer)",
    },
    commandRate,
  ),
  metricRowOf(
    {
      name: "truncated_rate",
      meaning: "answers cut off by max_tokens",
      ...share,
      estimand: "P(answer is cut off by max_tokens); a failed call counts as cut",
    },
    truncatedRate,
  ),
  metricRowOf(
    {
      name: "failure_rate",
      meaning: "calls that got no answer",
      ...share,
      estimand: "P(a call has no answer after its retries)",
    },
    failureRate,
  ),
];
