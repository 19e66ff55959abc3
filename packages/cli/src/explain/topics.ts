import {
  ERROR_TABLE,
  errorExplanation,
  finishReasonExplanation,
  finishReasonTable,
  parameterExplanation,
  parameterTable,
  responseFieldExplanation,
  responseFieldTable,
  type ErrorTopicKind,
} from "@colloquy/core";
import type { Topic } from "./topic.ts";

const ERROR_GROUPS: Readonly<Record<ErrorTopicKind, string>> = {
  status: "HTTP statuses",
  error_type: "error types",
  limit_source: "limits (limit_source)",
  availability: "availability codes",
};

/** Everything that `explain` teaches, in the order it is listed. A word may be two things: then it is twice here. */
export const topics: readonly Topic[] = [
  ...parameterTable.map((spec): Topic => ({
    name: spec.name,
    group: "parameters of a request",
    also: spec.also ?? [],
    lines: () => parameterExplanation(spec),
  })),
  ...finishReasonTable.map((guide): Topic => ({
    name: guide.reason,
    group: "finish reasons",
    also: [],
    lines: () => finishReasonExplanation(guide),
  })),
  ...responseFieldTable.map((field): Topic => ({
    name: field.name,
    group: "fields of a response",
    also: [],
    lines: () => responseFieldExplanation(field),
  })),
  ...ERROR_TABLE.map((guide): Topic => ({
    name: guide.topic,
    group: ERROR_GROUPS[guide.kind],
    also: [],
    lines: () => errorExplanation(guide),
  })),
];
