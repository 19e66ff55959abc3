import { describe, expect, it } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { rawExchange } from "../raw-exchange.ts";
import { startUpstream } from "../start-upstream.ts";
import { fastSettings } from "../upstream-settings.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { endlessScenarios } from "./endless.ts";

checkScenarios(endlessScenarios, {
  "slow-drip"({ stream, whole }) {
    expect(stream.content).toBe(answerText);
    expect(stream.pieces.length).toBeGreaterThan(30);
    expect(whole.pieces).toHaveLength(3);
    expect(whole.json).toHaveProperty("choices.0.message.content", answerText);
  },
  "no-headers"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen.end).toBe("left");
      expect(seen.bytes).toHaveLength(0);
    }
  },
  "white-space-forever"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status: 200, end: "left", whole: false });
      expect(seen.text).toMatch(/^\n{2,}$/);
    }
  },
  "comments-only"({ stream, whole }) {
    expect(stream).toMatchObject({ status: 200, end: "left", data: [] });
    expect(stream.text).toMatch(/^(: OPENROUTER PROCESSING\n\n){2,}$/);
    expect(whole).toMatchObject({ status: 200, end: "left", text: "" });
  },
  stall({ stream, whole }) {
    expect(stream).toMatchObject({ end: "left", content: partialText });
    expect(stream.text).toMatch(/" whi$/);
    expect(whole).toMatchObject({ status: 200, end: "left", json: undefined });
  },
  "stall-with-comments"({ stream, whole }) {
    expect(stream).toMatchObject({ end: "left", content: partialText });
    expect(stream.text).toMatch(/(: OPENROUTER PROCESSING\n\n){2,}$/);
    expect(whole.text).toMatch(/^\{"id":"gen-1",\n{2,}$/);
  },
  "endless-body"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen.end).toBe("fin");
      expect(seen.body.length).toBeGreaterThan(fastSettings.endless_bytes);
      expect(seen.body.length).toBeLessThan(fastSettings.endless_bytes + 200_000);
      expect(seen.json).toBeUndefined();
    }
    expect(stream.text.slice(0, 6)).toBe("data: ");
    expect(stream.body.includes("\n")).toBe(false);
  },
  "endless-stream"({ stream }) {
    expect(stream.end).toBe("fin");
    expect(stream.body.length).toBeGreaterThan(fastSettings.endless_bytes);
    expect(stream.finishes).toEqual([]);
    expect(stream.content.length).toBeGreaterThan(1_000_000);
  },
});

describe("scenarios without an end", () => {
  it("let go of a client that left, and of all clients when the upstream closes", async () => {
    const upstream = await startUpstream({ settings: fastSettings, scenario: "comments-only" });
    const { end } = await rawExchange(`${upstream.url}/chat/completions`, {
      body: '{"stream":true}',
      leave_ms: 30,
    });
    expect(end).toBe("left");
    await expect.poll(() => upstream.requests[0]?.left).toBe(true);
    const held = rawExchange(`${upstream.url}/chat/completions`, { body: '{"stream":true}' });
    await expect.poll(() => upstream.requests.length).toBe(2);
    await upstream.close();
    expect((await held).end).not.toBe("left");
    expect(upstream.failures).toEqual([]);
  });

  it("stop sending long before their end when the client leaves", async () => {
    const settings = { ...fastSettings, endless_bytes: 1024 ** 3 };
    const upstream = await startUpstream({ settings, scenario: "endless-body" });
    await rawExchange(`${upstream.url}/chat/completions`, { leave_ms: 50 });
    await expect.poll(() => upstream.requests[0]?.left).toBe(true);
    expect(upstream.requests[0]?.finished).toBe(false);
    await upstream.close();
  });
});
