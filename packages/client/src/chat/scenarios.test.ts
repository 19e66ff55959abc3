import { accumulate, ColloquyError, InterruptedError, textOf } from "@colloquy/core";
import type { ChatCompletion, ChatCompletionChunk, ErrorRecord } from "@colloquy/core";
import { fastSettings, scenarios, startUpstream } from "@colloquy/testkit";
import type { Expectation, Upstream } from "@colloquy/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Deadlines } from "../http/deadlines.ts";
import { createChatModel } from "./create-chat-model.ts";

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream({ settings: fastSettings });
});
afterAll(() => upstream.close());

interface Outcome {
  state: "complete" | "interrupted" | "failed";
  completion: ChatCompletion | null;
  error: ErrorRecord | null;
}

/** Reads an answer to its end and says what became of it, as a turn does. */
async function outcomeOf(stream: AsyncIterable<ChatCompletionChunk>): Promise<Outcome> {
  const chunks: ChatCompletionChunk[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof ColloquyError)) throw error;
    if (!(error instanceof InterruptedError)) {
      return { state: "failed", completion: null, error: error.record };
    }
    return { state: "interrupted", completion: error.completion, error: error.record };
  }
  return { state: "complete", completion: accumulate(chunks), error: null };
}

function check({ state, completion, error }: Outcome, claims: Expectation): void {
  const choice = completion?.choices[0];
  const said = { state, message: error?.message };
  expect(said, JSON.stringify(error)).toMatchObject({ state: claims.state });
  if (claims.text !== undefined) {
    expect(choice ? textOf(choice.message) : "").toBe(claims.text);
  }
  if (claims.finish_reason !== undefined) expect(choice?.finish_reason).toBe(claims.finish_reason);
  if (claims.usage === null) expect(completion?.usage ?? null).toBe(null);
  else if (claims.usage) expect(completion?.usage).toMatchObject(claims.usage);
  if (claims.tool_calls) {
    expect(
      choice?.message.tool_calls?.map((call) => ({
        name: call.function.name,
        arguments: call.function.arguments,
      })),
    ).toEqual(claims.tool_calls);
  }
  if (claims.cause) expect(error?.message.toLowerCase()).toContain(claims.cause.toLowerCase());
  if (claims.provider) expect(error?.provider).toBe(claims.provider);
  if (claims.retryable !== undefined) expect(error?.retryable).toBe(claims.retryable);
  if (claims.deadline) expect(error?.details?.["phase"]).toBe(claims.deadline);
}

/** Short only where the deadline has to end the call: elsewhere a busy machine may take its time. */
function deadlinesFor({ deadline }: Expectation): Partial<Deadlines> {
  return {
    first_token_ms: deadline === "first_token" ? 400 : 10_000,
    silence_ms: deadline === "silence" ? 300 : 3_000,
    total_ms: deadline === "total" ? 1_000 : 15_000,
  };
}

describe.each(["stream", "whole"] as const)("every scenario, %s", (way) => {
  it.concurrent.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (name, scenario) => {
      const claims = scenario.expect[way];
      const model = createChatModel({
        baseUrl: upstream.urlOf(name),
        apiKey: "sk-test-0123456789",
        deadlines: deadlinesFor(claims),
        retries: { base_ms: 5 },
        environment: {},
      });
      const before = upstream.requests.filter((request) => request.scenario === name).length;
      const outcome = await outcomeOf(
        model.stream({
          model: "any/model",
          messages: [{ role: "user", content: "Say hello." }],
          ...scenario.parameters,
          stream: way === "stream",
        }),
      );
      check(outcome, claims);
      const sent = upstream.requests.filter((request) => request.scenario === name).length - before;
      if (claims.requests !== undefined) expect(sent).toBe(claims.requests);
      await model.dispose?.();
    },
  );
});

it("the upstream itself never failed, and no key followed a redirect", () => {
  expect(upstream.failures).toEqual([]);
  for (const request of upstream.strangerRequests) {
    expect(request.headers["authorization"]).toBeUndefined();
    expect(request.body).toBe("");
  }
});
