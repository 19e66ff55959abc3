import { expect } from "vitest";
import { veniceBlankLines, veniceText } from "../../fixtures/venice-reply.ts";
import { checkScenarios } from "../check-scenarios.ts";
import { fastSettings } from "../upstream-settings.ts";
import { answerText, usage } from "../wire/answer.ts";
import { instant } from "./instant.ts";
import { wellBehaved } from "./well-behaved.ts";

checkScenarios([...wellBehaved, instant], {
  ok({ stream, whole }) {
    expect(stream).toMatchObject({ status: 200, whole: true, end: "fin", content: answerText });
    expect(stream.finishes).toEqual(["stop", "stop"]);
    expect(stream.events.at(-1)).toMatchObject({ usage });
    expect(stream.data.at(-1)).toBe("[DONE]");
    expect(stream.headers["x-generation-id"]).toBe(stream.events[0]?.["id"]);
    expect(whole.json).toMatchObject({
      object: "chat.completion",
      provider: "Parlour",
      choices: [{ message: { content: answerText }, finish_reason: "stop" }],
      usage,
    });
  },
  "ok-stream"({ stream }) {
    expect(stream.text).toMatch(/^(: OPENROUTER PROCESSING\n\n){3}data: /);
    expect(stream.content).toBe(answerText);
    expect(stream.finishes).toEqual(["stop", "stop"]);
    for (const event of stream.events)
      expect(event["choices"]).toMatchObject([{ delta: { role: "assistant" } }]);
  },
  venice({ stream, whole }) {
    expect(whole.text.startsWith(veniceBlankLines)).toBe(true);
    expect(whole.json).toMatchObject({
      provider: "Venice",
      choices: [{ message: { content: veniceText, refusal: null, reasoning: null } }],
      usage: { prompt_tokens: 346, completion_tokens: 18, total_tokens: 364 },
    });
    expect(stream.content).toBe(veniceText);
    expect(stream.events.at(-1)).toMatchObject({
      usage: { total_tokens: 364 },
      provider: "Venice",
    });
  },
  echo({ stream, whole, upstream }) {
    const [streamed, plain] = upstream.requests;
    expect(stream.content).toBe(streamed?.body);
    expect(whole.json).toMatchObject({ choices: [{ message: { content: plain?.body } }] });
  },
  "slow-first-token"({ stream, whole }) {
    expect(stream.text).toMatch(/^(: OPENROUTER PROCESSING\n\n){4}data: /);
    expect(stream.content).toBe(answerText);
    expect(whole.text).toMatch(/^(\n {3}\n){4}\{/);
  },
  "long-stream"({ stream }) {
    expect(stream.content.split(" ").filter(Boolean)).toHaveLength(fastSettings.chunks);
    expect(stream.content.startsWith("1 2 3 ")).toBe(true);
  },
  "retry-then-ok"({ stream, whole, upstream }) {
    expect([stream.status, whole.status]).toEqual([503, 503]);
    expect(upstream.requests).toHaveLength(2);
  },
  instant({ stream, whole }) {
    expect(stream.events).toHaveLength(fastSettings.chunks);
    expect(Number(stream.headers["content-length"])).toBe(stream.body.length);
    expect(whole.json).toMatchObject({ choices: [{ message: { content: answerText } }] });
  },
});
