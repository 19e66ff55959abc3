import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { finishScenarios } from "./finish.ts";

const choice = (fields: object): object => ({ choices: [fields] });

checkScenarios(finishScenarios, {
  "finish-twice": ({ stream }) => expect(stream.finishes).toEqual(["stop", "stop", "length"]),
  "finish-absent"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: [], content: answerText, whole: true });
    expect(stream.data.at(-1)).toBe("[DONE]");
    expect(whole.text).not.toContain("finish_reason");
  },
  "finish-null"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: [], content: answerText });
    expect(stream.events.at(-1)).toHaveProperty("usage.total_tokens", 22);
    expect(whole.json).toMatchObject(choice({ finish_reason: null }));
  },
  "finish-empty"({ stream, whole }) {
    expect(stream.finishes).toEqual(["", ""]);
    expect(whole.json).toMatchObject(choice({ finish_reason: "" }));
  },
  "finish-unknown"({ stream, whole }) {
    expect(stream.finishes).toEqual(["bedtime"]);
    expect(whole.json).toMatchObject(choice({ finish_reason: "bedtime" }));
  },
  "finish-length"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: ["length", "length"], content: partialText });
    expect(whole.json).toMatchObject(choice({ finish_reason: "length" }));
  },
  "finish-content-filter"({ stream, whole }) {
    expect(stream.finishes[0]).toBe("content_filter");
    expect(whole.json).toMatchObject(choice({ finish_reason: "content_filter" }));
  },
  "finish-error"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: ["error"], content: partialText });
    for (const seen of [stream, whole]) expect(seen.text).not.toContain('"error":');
    expect(whole.json).toMatchObject(
      choice({ finish_reason: "error", message: { content: partialText } }),
    );
  },
  "finish-on-content"({ stream }) {
    expect(stream.events.at(-1)).toMatchObject({
      choices: [{ delta: { content: "." }, finish_reason: "stop" }],
      usage: { total_tokens: 22 },
    });
    expect(stream.content).toBe(answerText);
  },
  "content-after-finish"({ stream }) {
    const at = stream.events.findIndex((event) =>
      JSON.stringify(event).includes('"finish_reason":"stop"'),
    );
    expect(JSON.stringify(stream.events[at + 1])).toContain(" while");
    expect(stream.content).toBe(answerText);
  },
  "malformed-function-call"({ stream, whole }) {
    const ended = { finish_reason: "error", native_finish_reason: "MALFORMED_FUNCTION_CALL" };
    expect(stream.events).toMatchObject([choice(ended)]);
    expect(stream.content).toBe("");
    expect(whole.json).toMatchObject(choice({ ...ended, message: { content: "" } }));
    for (const seen of [stream, whole]) expect(seen.text).not.toContain('"error":');
  },
  "quiet-end"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: [], content: partialText, whole: true, end: "fin" });
    expect(stream.text).not.toContain("[DONE]");
    expect(whole.json).toMatchObject(choice({ finish_reason: null }));
  },
  "output-nothing"({ stream, whole }) {
    expect(stream).toMatchObject({ finishes: [], content: "" });
    expect(stream.events).toMatchObject([{ usage: { completion_tokens: 0 } }]);
    expect(whole.json).toMatchObject(choice({ finish_reason: null, message: { content: "" } }));
  },
});
