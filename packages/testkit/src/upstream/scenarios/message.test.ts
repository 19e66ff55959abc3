import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import type { Seen } from "../play-scenario.ts";
import { answerText } from "../wire/answer.ts";
import { extraScenarios } from "./extras.ts";
import { messageScenarios } from "./message.ts";
import { reasoningScenarios, signedReasoning } from "./reasoning.ts";

const said = (message: object): object => ({ choices: [{ message }] });

/** The first choice's delta of every event, as it stands there. */
const deltas = (seen: Seen): unknown[] =>
  seen.events.map(({ choices }) => {
    const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return typeof first === "object" && first !== null && "delta" in first
      ? first.delta
      : undefined;
  });

const ending = { finish_reason: "stop" };

checkScenarios([...messageScenarios, ...extraScenarios, ...reasoningScenarios], {
  "empty-content"({ stream, whole }) {
    expect(stream).toMatchObject({ content: "", finishes: ["stop", "stop"] });
    expect(whole.json).toMatchObject({ choices: [{ ...ending, message: { content: "" } }] });
  },
  "content-null"({ stream, whole }) {
    expect(deltas(stream)[0]).toMatchObject({ content: null });
    expect(whole.json).toMatchObject({ choices: [{ ...ending, message: { content: null } }] });
  },
  refusal({ stream, whole }) {
    expect(deltas(stream)).toMatchObject([
      { refusal: "I would" },
      { refusal: " rather not." },
      {},
      {},
    ]);
    expect(whole.json).toMatchObject(said({ content: null, refusal: "I would rather not." }));
  },
  "no-role"({ stream, whole }) {
    expect(
      deltas(stream)
        .slice(0, -2)
        .map((delta) => JSON.stringify(delta))
        .join(),
    ).not.toContain("role");
    expect(stream.content).toBe(answerText);
    expect(whole.text).not.toContain('"role"');
  },
  "delta-null"({ stream }) {
    expect(deltas(stream)[0]).toBeNull();
    expect(deltas(stream)[1]).toBeUndefined();
    expect(stream.content).toBe(answerText);
  },
  nulls({ stream, whole }) {
    expect(deltas(stream)[0]).toMatchObject({ tool_calls: null, refusal: null, images: null });
    expect(whole.json).toMatchObject(said({ tool_calls: null, reasoning_details: null }));
  },
  "missing-fields"({ stream, whole }) {
    for (const event of [...stream.events, whole.json])
      expect(Object.keys(event ?? {})).toEqual(["choices"]);
    expect(stream.text).not.toContain("index");
    expect(stream.content).toBe(answerText);
  },
  "model-differs"({ stream, whole }) {
    for (const event of [...stream.events, whole.json])
      expect(event).toMatchObject({ model: "parlour/understudy-20260801" });
  },
  "context-truncated"({ stream, whole }) {
    for (const event of [stream.events.at(-1), whole.json])
      expect(event).toMatchObject({ usage: { prompt_tokens: 4, total_tokens: 14 } });
  },
  "two-choices"({ stream, whole }) {
    expect(stream.events[0]).toMatchObject({ choices: [{ index: 1 }, { index: 0 }] });
    expect(stream.content).toBe(answerText);
    expect(whole.json).toMatchObject({
      choices: [{ index: 1 }, { index: 0, message: { content: answerText } }],
    });
  },
  "content-parts"({ stream, whole }) {
    expect(deltas(stream)[0]).toMatchObject({ content: [{ type: "text" }] });
    expect(whole.json).toMatchObject(said({ content: [{ type: "text" }, { type: "text" }] }));
  },
  "images-and-annotations"({ stream, whole }) {
    const image = [{ type: "image_url" }];
    const citation = [{ type: "url_citation" }];
    expect(deltas(stream).slice(-4, -2)).toMatchObject([
      { images: image },
      { annotations: citation },
    ]);
    expect(whole.json).toMatchObject(said({ images: image, annotations: citation }));
  },
  audio({ stream, whole }) {
    expect(deltas(stream)[1]).toEqual(
      expect.objectContaining({ audio: { data: "V0FWRQ==", transcript: " drums." } }),
    );
    expect(whole.json).toMatchObject(said({ audio: { transcript: "Rain drums." } }));
  },
  logprobs({ stream, whole }) {
    expect(stream.events[1]).toMatchObject({
      choices: [{ logprobs: { content: [{ token: " drums", logprob: -0.2 }] } }],
    });
    expect(whole.json).toHaveProperty("choices.0.logprobs.content.length", 10);
    expect(whole.json).toHaveProperty("choices.0.logprobs.content.9.top_logprobs.1.token", " snow");
  },
  "router-metadata"({ stream, whole }) {
    expect(stream.events[0]).toMatchObject({ choices: [], debug: { echo_upstream_body: {} } });
    for (const last of [stream.events.at(-1), whole.json])
      expect(last).toMatchObject({ openrouter_metadata: { strategy: "direct" } });
    expect(stream.content).toBe(answerText);
  },
  "split-surrogates"({ stream }) {
    expect(stream.data[0]).toContain(String.raw`\ud83e`);
    expect(stream.data[1]).toContain(String.raw`\udd8a`);
    expect(stream.content).toBe("A fox: 🦊.");
  },
  "control-codes"({ stream, whole }) {
    for (const seen of [stream, whole]) expect(seen.text).toContain(String.raw`Be\u001b[31mware`);
  },
  "reasoning-only"({ stream, whole }) {
    expect(stream).toMatchObject({ content: "", finishes: ["length", "length"] });
    expect(deltas(stream)[0]).toMatchObject({ reasoning: "The user greets. A l" });
    expect(whole.json).toMatchObject({
      choices: [{ finish_reason: "length", message: { content: null } }],
    });
  },
  "reasoning-details"({ stream, whole }) {
    const signatures = deltas(stream).map((delta) => JSON.stringify(delta).includes("signature"));
    expect(signatures.filter(Boolean)).toHaveLength(1);
    expect(signatures.indexOf(true)).toBeGreaterThan(3);
    expect(stream.content).toBe(answerText);
    expect(whole.json).toMatchObject(said({ reasoning_details: signedReasoning }));
  },
  "reasoning-encrypted"({ stream, whole }) {
    const kinds = ["reasoning.summary", "reasoning.encrypted", "reasoning.hummed"];
    expect(deltas(stream).slice(0, 3)).toMatchObject(
      kinds.map((type) => ({ reasoning_details: [{ type }] })),
    );
    expect(whole.json).toMatchObject(said({ reasoning_details: kinds.map((type) => ({ type })) }));
  },
  "reasoning-content"({ stream, whole }) {
    expect(deltas(stream)[0]).toHaveProperty("reasoning_content");
    expect(whole.json).toHaveProperty("choices.0.message.reasoning_content");
  },
});
