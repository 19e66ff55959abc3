import { findScenario, type Reply, type Scenario, type UpstreamRequest } from "@colloquy/testkit";

type Respond = (request: UpstreamRequest, reply: Reply) => void | Promise<void>;

/** A scenario for one test alone; what it claims of a single call is not looked at. */
export function scenarioOf(name: string, respond: Respond): Scenario {
  const claim = { state: "complete", exit_code: 0 } as const;
  return {
    name,
    group: "well-behaved",
    summary: "For one test.",
    contract: "For one test.",
    respond,
    expect: { stream: claim, whole: claim },
  };
}

/** A whole answer of that text, in the way that was asked for. */
export function answer(
  text: string,
  request: UpstreamRequest,
  reply: Reply,
  usage: object = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13, cost: 0.00001 },
): void {
  const head = { id: "gen-1", created: 1_787_000_000, model: request.model, provider: "Parlour" };
  const choice = { index: 0, finish_reason: "stop" };
  if (!request.streaming)
    return reply.json(200, {
      ...head,
      object: "chat.completion",
      choices: [{ ...choice, message: { role: "assistant", content: text } }],
      usage,
    });
  const chunk = { ...head, object: "chat.completion.chunk" };
  const delta = { role: "assistant", content: text };
  const frames = [
    { ...chunk, choices: [{ index: 0, delta, finish_reason: null }] },
    { ...chunk, choices: [{ ...choice, delta: {} }] },
    { ...chunk, choices: [], usage },
  ];
  const lines = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join("");
  reply.bytes(200, `${lines}data: [DONE]\n\n`, { "content-type": "text/event-stream" });
}

/** What `unsteady` did to the calls it got. */
export interface Deeds {
  calls: number;
  limited: number;
  cut: number;
  malformed: number;
}

/** Of 100 calls 10 meet a rate limit, 5 are cut off and 2 get what is no reply; the rest an answer. */
export function unsteady(): { scenario: Scenario; deeds: Deeds } {
  const deeds: Deeds = { calls: 0, limited: 0, cut: 0, malformed: 0 };
  const scenario = scenarioOf("unsteady", async (request, reply) => {
    const place = deeds.calls++ % 100;
    if (place % 10 === 9) {
      deeds.limited++;
      return reply.json(429, { error: { code: 429, message: "Rate limit exceeded" } });
    }
    if (place % 20 === 14) {
      deeds.cut++;
      return findScenario("hang-up-mid-token")?.respond(request, reply);
    }
    if (place === 25 || place === 75) {
      deeds.malformed++;
      return reply.bytes(200, '{"id": "gen-1", "choices": [{', {
        "content-type": request.streaming ? "text/event-stream" : "application/json",
      });
    }
    return answer("whole answer here", request, reply);
  });
  return { scenario, deeds };
}
