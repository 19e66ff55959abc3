import { both, complete } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerText } from "../wire/answer.ts";
import { sendBody } from "../wire/send.ts";

const whole = complete({ text: answerText, finish_reason: "stop", requests: 1 });

/** A scenario about event streams alone: a whole body is answered well. */
export function streamScenario(
  scenario: Pick<Scenario, "name" | "summary" | "contract"> & {
    stream: (request: UpstreamRequest, reply: Reply) => Promise<void>;
    body?: (request: UpstreamRequest, reply: Reply) => void | Promise<void>;
    expect?: Partial<Scenario["expect"]>;
  },
): Scenario {
  const { stream, body = sendBody, expect, ...described } = scenario;
  return {
    ...described,
    group: "framing",
    respond: (request, reply) =>
      request.streaming ? stream(request, reply) : body(request, reply),
    expect: { ...both(whole), ...expect },
  };
}
