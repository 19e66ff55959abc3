import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import type { Seen } from "../play-scenario.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { inBandErrorScenarios } from "./in-band-error.ts";

const reason = "The model lost its thread";

/** Status 200, half an answer, and this as the last event. */
function breaksWith(seen: Seen, last: object, done = false): void {
  expect(seen).toMatchObject({ status: 200, content: partialText, whole: true });
  expect(seen.events.at(-1)).toMatchObject(last);
  expect(seen.data.at(-1) === "[DONE]").toBe(done);
}

checkScenarios(inBandErrorScenarios, {
  "error-200"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status: 200, json: { error: { code: 502, message: reason } } });
      expect(seen.json).not.toHaveProperty("choices");
    }
  },
  "error-after-white-space"({ stream, whole }) {
    expect(whole.status).toBe(200);
    expect(whole.text).toMatch(/^\s+\{"error":\{"code":429/);
    expect(stream.text).toMatch(/^\s+data: \{"error":\{"code":429/);
  },
  "error-first-event"({ stream, whole }) {
    expect(stream.events).toMatchObject([{ error: { message: reason } }]);
    expect(stream.finishes).toEqual(["error"]);
    expect(whole.json).toMatchObject({ error: { message: reason } });
  },
  "error-in-choice"({ stream, whole }) {
    const choices = [{ finish_reason: "error", error: { message: reason } }];
    breaksWith(stream, { choices }, true);
    expect(stream.events.at(-1)).not.toHaveProperty("error");
    expect(whole).toMatchObject({ status: 200, json: { choices } });
    expect(whole.json).toHaveProperty("choices.0.message.content", partialText);
    expect(whole.json).not.toHaveProperty("error");
  },
  "error-mid-stream"({ stream, whole }) {
    breaksWith(stream, { error: { code: 502 }, choices: [{ finish_reason: "error" }] }, true);
    expect(whole.json).toMatchObject({
      error: { code: 502 },
      choices: [{ finish_reason: "error" }],
    });
  },
  "error-mid-stream-string-code": ({ stream }) =>
    breaksWith(stream, { error: { code: "server_error" } }),
  "error-mid-stream-bare"({ stream }) {
    breaksWith(stream, { error: { message: reason } });
    expect(Object.keys(stream.events.at(-1) ?? {})).toEqual(["error"]);
  },
  "error-mid-stream-text"({ stream, whole }) {
    breaksWith(stream, { error: reason });
    expect(whole.json).toMatchObject({ error: reason });
  },
  "error-mid-stream-empty-choices": ({ stream }) =>
    breaksWith(stream, { choices: [], error: { message: reason } }, true),
  "error-mid-stream-raw"({ stream }) {
    const raw = `{"error":{"message":"${reason}"}}`;
    breaksWith(stream, { error: { message: "Provider returned error", metadata: { raw } } });
  },
  "error-event"({ stream }) {
    breaksWith(stream, { error: { code: "server_error" } });
    expect(stream.text).toMatch(/\nevent: error\ndata: \{"error"/);
  },
  "error-after-finish"({ stream, whole }) {
    expect(stream.content).toBe(answerText);
    expect(stream.finishes).toEqual(["stop", "stop", "error"]);
    expect(stream.events.at(-1)).toMatchObject({ error: { message: reason } });
    expect(whole.json).toMatchObject({
      error: { message: reason },
      choices: [{ finish_reason: "stop" }],
    });
  },
  "error-null"({ stream, whole }) {
    expect(stream.events.every(({ error }) => error === null)).toBe(true);
    expect(whole.json).toMatchObject({ error: null, choices: [{ error: null }] });
  },
});
