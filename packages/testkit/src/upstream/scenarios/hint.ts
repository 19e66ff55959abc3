import { both, complete } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import { answerText } from "../wire/answer.ts";
import { errorBody } from "../wire/errors.ts";
import { sendAnswer } from "../wire/send.ts";

type Fields = Record<string, unknown>;

/** How a refusal says when to come back. Times in epoch milliseconds, waits in seconds. */
interface Hint {
  headers?: (wait_s: number) => Record<string, string>;
  error?: (wait_s: number, until: number) => Fields;
}

/** How early a timer may fire without the client being called hasty, in milliseconds. */
const slack = 5;

/** Refuses until the hinted time has passed, then answers once; who comes earlier is refused again. */
function waiting(
  told: Pick<Scenario, "name" | "summary" | "contract"> & {
    status: number;
    message: string;
    hint: Hint;
  },
): Scenario {
  const { status, message, hint, ...described } = told;
  return {
    ...described,
    group: "limit",
    async respond(request, reply) {
      const until = refusedUntil(reply);
      if (until === undefined) return sendAnswer(request, reply);
      const wait = reply.settings.retry_after_s;
      const error = hint.error?.(wait, until) ?? {};
      reply.json(status, errorBody(status, message, { error }), hint.headers?.(wait) ?? {});
    },
    expect: both(complete({ text: answerText, requests: 2 })),
  };
}

/** The time until which this request is refused, undefined when it came late enough. */
function refusedUntil(reply: Reply): number | undefined {
  const now = Date.now();
  const known = reply.memory.get("until");
  if (known !== undefined && now >= known - slack) {
    reply.memory.delete("until");
    return undefined;
  }
  const until = known ?? Math.ceil(now + reply.settings.retry_after_s * 1000);
  reply.memory.set("until", until);
  return until;
}

const retryAfter = waiting({
  name: "429-retry-after",
  summary: "Refused until the time in Retry-After has passed; then answered.",
  contract: "Retry-After, in seconds, is waited for.",
  status: 429,
  message: "Slow down, please",
  hint: { headers: (wait) => ({ "retry-after": String(wait) }) },
});

const availability = waiting({
  name: "429-availability",
  summary: "Refused until the time in availability.retry_after has passed; then answered.",
  contract: "Without Retry-After, availability.retry_after, in seconds, is waited for.",
  status: 429,
  message: "The parlour is full",
  hint: {
    error: (wait) => ({
      availability: { code: "capacity_exhausted", retryable: true, retry_after: wait },
    }),
  },
});

const rateLimitReset = waiting({
  name: "429-rate-limit-reset",
  summary: "Refused until X-RateLimit-Reset, which stands in the error; then answered.",
  contract:
    "Without other hints, metadata.headers.X-RateLimit-Reset, epoch milliseconds, is waited for.",
  status: 429,
  message: "Rate limit exceeded: free-models-per-min",
  hint: {
    error: (_wait, until) => ({
      metadata: {
        headers: {
          "X-RateLimit-Limit": "20",
          "X-RateLimit-Remaining": "0",
          "X-RateLimit-Reset": String(until),
        },
        provider_name: null,
      },
    }),
  },
});

const unavailableFor = waiting({
  name: "503-retry-after",
  summary: "Temporarily unavailable until the time in Retry-After has passed; then answered.",
  contract: "Retry-After holds for 503 too.",
  status: 503,
  message: "Temporarily unavailable",
  hint: {
    headers: (wait) => ({ "retry-after": String(wait) }),
    error: (wait) => ({
      availability: { code: "temporarily_unavailable", retryable: true, retry_after: wait },
    }),
  },
});

const inFlight = waiting({
  name: "402-in-flight",
  summary: "Too much money is in flight: refused until Retry-After has passed; then answered.",
  contract: "The one 402 that passes: an exhausted in-flight budget, which names a wait.",
  status: 402,
  message: "Too many requests are in flight for the credits that are left",
  hint: {
    headers: (wait) => ({ "retry-after": String(wait) }),
    error: () => ({
      metadata: {
        limit_source: "openrouter_in_flight_budget",
        reason: "in_flight_budget_exhausted",
      },
    }),
  },
});

export const hintScenarios: readonly Scenario[] = [
  inFlight,
  retryAfter,
  availability,
  rateLimitReset,
  unavailableFor,
];
