import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { answerText } from "../wire/answer.ts";
import { bodyScenarios } from "./body.ts";

const answered = { choices: [{ message: { content: answerText }, finish_reason: "stop" }] };

checkScenarios(bodyScenarios, {
  "blank-lines"({ stream, whole }) {
    expect(stream.text).toMatch(/^\r\n\r\n\n {3}\n\n\n\ndata: /);
    expect(whole.text).toMatch(/^\r\n\r\n\n {3}\n\n\n\n\{/);
    expect(stream.content).toBe(answerText);
    expect(whole.json).toMatchObject(answered);
  },
  "white-space-keep-alive"({ stream, whole }) {
    expect(whole.pieces.slice(0, 4).map(String)).toEqual([" \n", "    ", "\n \n", "   \n"]);
    expect(whole.json).toMatchObject(answered);
    expect(stream.pieces.slice(0, 4).join("").trim()).toBe("");
    expect(stream.content).toBe(answerText);
  },
  "white-space-only"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status: 200, whole: true, end: "fin" });
      expect(seen.body.length).toBeGreaterThan(0);
      expect(seen.text.trim()).toBe("");
    }
  },
  "empty-body"({ stream, whole }) {
    for (const seen of [stream, whole])
      expect(seen).toMatchObject({ status: 200, text: "", whole: true });
    expect(stream.headers["content-type"]).toBe("text/event-stream");
  },
  "html-200"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status: 200, whole: true });
      expect(seen.headers["content-type"]).toContain("text/html");
      expect(seen.text).toMatch(/^<!DOCTYPE html>/);
    }
  },
  gzip({ stream, whole }) {
    expect([stream, whole].map(({ headers }) => headers["content-encoding"])).toEqual([
      "gzip",
      "gzip",
    ]);
    expect(gunzipSync(stream.body).toString()).toMatch(/^data: .*\[DONE\]\n\n$/s);
    expect(JSON.parse(gunzipSync(whole.body).toString())).toMatchObject(answered);
    expect(stream.pieces).toHaveLength(2);
  },
  "truncated-json"({ stream, whole }) {
    expect(whole).toMatchObject({ whole: true, end: "fin", json: undefined });
    expect(whole.text).toMatch(/^\{.*Rain $/);
    expect(stream).toMatchObject({ whole: true, end: "fin", events: [] });
    expect(stream.text).toMatch(/^data: \{.*Rain $/);
  },
  "json-unasked"({ stream }) {
    expect(stream.headers["content-type"]).toBe("application/json");
    expect(stream.json).toMatchObject(answered);
  },
  "sse-unasked"({ whole }) {
    expect(whole.headers["content-type"]).toBe("text/event-stream");
    expect(whole.content).toBe(answerText);
  },
  "wrong-content-type"({ stream, whole }) {
    expect([stream, whole].map(({ headers }) => headers["content-type"])).toEqual([
      "text/plain",
      "text/plain",
    ]);
    expect(stream.content).toBe(answerText);
    expect(whole.json).toMatchObject(answered);
  },
  "byte-order-mark"({ stream, whole }) {
    for (const seen of [stream, whole])
      expect([...seen.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  },
  "no-choices"({ stream, whole }) {
    expect(whole.json).not.toHaveProperty("choices");
    expect(whole.json).not.toHaveProperty("error");
    expect(stream.events).toHaveLength(1);
    expect(stream.events[0]).not.toHaveProperty("choices");
  },
  "empty-choices"({ stream, whole }) {
    expect(whole.json).toMatchObject({ choices: [] });
    expect(stream.events).toMatchObject([{ choices: [] }]);
  },
  "unknown-fields"({ stream, whole }) {
    expect(whole.json).toMatchObject({ ...answered, weather: { sky: "grey" }, object: "chat.v9" });
    for (const event of stream.events) expect(event).toMatchObject({ weather: { sky: "grey" } });
  },
  "all-at-once"({ stream }) {
    expect(stream.headers["content-length"]).toBe(String(stream.body.length));
    expect(stream.content).toBe(answerText);
  },
});
