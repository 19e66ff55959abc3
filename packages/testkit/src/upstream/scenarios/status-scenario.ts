import { both, failed } from "../expect.ts";
import type { Expectation, Scenario, ScenarioGroup } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { errorBody } from "../wire/errors.ts";

type Fields = Record<string, unknown>;

/** An error told by the status, before anything of an answer: the same whether a stream was asked for. */
export interface StatusScenario {
  name: string;
  summary: string;
  contract: string;
  status: number;
  /** The error's message; also the cause that a client shows, unless `expect` says otherwise. */
  message: string;
  /** Beside code and message inside `error`. */
  error?: Fields | ((request: UpstreamRequest) => Fields);
  headers?: Readonly<Record<string, string>>;
  /** A body in place of the usual envelope. */
  body?: { type: string; text: string };
  group?: ScenarioGroup;
  expect: Partial<Expectation>;
}

export function statusScenario(told: StatusScenario): Scenario {
  const { name, summary, contract, status, message, error = {}, headers = {}, body } = told;
  return {
    name,
    group: told.group ?? "status",
    summary,
    contract,
    respond(request, reply) {
      if (body) return reply.bytes(status, body.text, { "content-type": body.type, ...headers });
      const fields = typeof error === "function" ? error(request) : error;
      reply.json(status, errorBody(status, message, { error: fields }), headers);
    },
    expect: both(failed({ ...(message === "" ? {} : { cause: message }), ...told.expect })),
  };
}

/** The request is wrong and stays wrong: one request, no second. */
export const final: Partial<Expectation> = { retryable: false, requests: 1 };

/** The same request may succeed later. */
export const temporary: Partial<Expectation> = { retryable: true };
