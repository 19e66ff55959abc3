import { describe, expect, it } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { rawExchange } from "../raw-exchange.ts";
import { startUpstream } from "../start-upstream.ts";
import { fastSettings } from "../upstream-settings.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { parameterScenarios } from "./parameters.ts";
import { signedReasoning } from "./reasoning.ts";

const cut = { choices: [{ finish_reason: "length", message: { content: partialText } }] };

checkScenarios(parameterScenarios, {
  "parameter-honoured"({ stream, whole }) {
    expect(stream).toMatchObject({ content: partialText, finishes: ["length", "length"] });
    expect(whole.json).toMatchObject({ ...cut, usage: { completion_tokens: 5, total_tokens: 17 } });
  },
  "parameter-clamped"({ stream, whole }) {
    expect(stream.content).toBe(partialText);
    expect(whole.json).toMatchObject(cut);
  },
  "parameter-ignored"({ stream }) {
    expect(stream).toMatchObject({ content: answerText, finishes: ["stop", "stop"] });
  },
  "parameter-rejected": ({ stream }) =>
    expect(stream).toMatchObject({ status: 400, json: { error: { param: "temperature" } } }),
  "reasoning-mandatory": ({ stream }) => expect(stream.status).toBe(400),
  "reasoning-signature"({ stream, whole }) {
    expect(stream.content).toBe(answerText);
    expect(whole.json).toHaveProperty("choices.0.message.reasoning_details", signedReasoning);
  },
});

describe("answers computed from the request", () => {
  it.each([
    ["parameter-honoured", { max_tokens: 1000 }, 200, answerText],
    ["parameter-honoured", { max_completion_tokens: 1 }, 200, "Rain"],
    ["parameter-clamped", { max_tokens: 1 }, 200, "Rain"],
    ["parameter-rejected", { temperature: 1 }, 200, answerText],
    ["reasoning-mandatory", { reasoning: { effort: "low" } }, 200, answerText],
    ["reasoning-mandatory", { reasoning: { enabled: false } }, 400, "mandatory"],
    ["reasoning-mandatory", { reasoning_effort: "none" }, 400, "mandatory"],
    ["reasoning-signature", answered({ reasoning_details: signedReasoning }), 200, answerText],
    ["reasoning-signature", answered({}), 400, "Invalid signature"],
    ["reasoning-signature", answered({ reasoning_details: [] }), 400, "Invalid signature"],
  ])("%s %j → %i", async (name, fields, status, text) => {
    const upstream = await startUpstream({ settings: fastSettings });
    const reply = await rawExchange(`${upstream.urlOf(name)}/chat/completions`, {
      body: JSON.stringify(fields),
    });
    expect(reply.status).toBe(status);
    expect(reply.body.toString()).toContain(text);
    await upstream.close();
  });
});

function answered(message: object): object {
  return { messages: [{ role: "assistant", content: answerText, ...message }] };
}
