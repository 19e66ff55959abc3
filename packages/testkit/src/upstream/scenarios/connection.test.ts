import { describe, expect, it } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { rawExchange } from "../raw-exchange.ts";
import { startUpstream } from "../start-upstream.ts";
import { fastSettings } from "../upstream-settings.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { connectionScenarios } from "./connection.ts";

const halfAnswer = { status: 200, whole: false, content: partialText };

checkScenarios(connectionScenarios, {
  "reset-before-headers"({ stream, whole }) {
    for (const seen of [stream, whole]) expect(seen).toMatchObject({ status: 0, end: "reset" });
    expect(stream.bytes).toHaveLength(0);
  },
  "reset-after-headers"({ stream, whole }) {
    for (const seen of [stream, whole])
      expect(seen).toMatchObject({ status: 200, end: "reset", text: "" });
  },
  "reset-mid-token"({ stream, whole }) {
    expect(stream).toMatchObject({ ...halfAnswer, end: "reset" });
    expect(stream.text).toMatch(/"content":" whi$/);
    expect(whole).toMatchObject({ status: 200, whole: false, end: "reset" });
    expect(whole.text).toMatch(/^\{.*Rain dr$/);
  },
  "reset-mid-character"({ stream }) {
    expect(stream).toMatchObject({ ...halfAnswer, end: "reset" });
    expect([...stream.body.subarray(-2)]).toEqual([0x20, 0xe2]);
  },
  "reset-after-finish"({ stream }) {
    expect(stream).toMatchObject({ whole: false, end: "reset", content: answerText });
    expect(stream.finishes).toEqual(["stop", "stop"]);
    expect(stream.text).not.toContain("[DONE]");
  },
  "hang-up-mid-token"({ stream, whole }) {
    expect(stream).toMatchObject({ ...halfAnswer, end: "fin" });
    expect(stream.headers["transfer-encoding"]).toBe("chunked");
    expect(whole).toMatchObject({ status: 200, whole: false, end: "fin", json: undefined });
  },
  "short-body"({ stream, whole }) {
    expect(stream).toMatchObject({ ...halfAnswer, end: "fin" });
    for (const seen of [stream, whole]) {
      expect(seen.headers["content-length"]).toBe("1000000");
      expect(seen.body.length).toBeLessThan(10_000);
    }
  },
  "redirect-other-host"({ stream, whole, upstream }) {
    for (const seen of [stream, whole]) {
      expect(seen.status).toBe(307);
      const target = new URL(seen.headers["location"] ?? "");
      expect(target.origin).not.toBe(upstream.origin);
      expect(target.pathname).toBe("/api/v1/chat/completions");
    }
    expect(upstream.strangerRequests).toEqual([]);
  },
  "not-http"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status: 0, end: "fin" });
      expect(seen.bytes.toString()).toBe("SSH-2.0-parlour\r\n");
    }
  },
  "stale-keep-alive": ({ stream }) =>
    expect(stream).toMatchObject({ content: answerText, whole: true }),
});

describe("redirect-other-host", () => {
  it("leads to a stranger who keeps what follows", async () => {
    const upstream = await startUpstream({
      settings: fastSettings,
      scenario: "redirect-other-host",
    });
    const { headers } = await rawExchange(`${upstream.url}/chat/completions`);
    const reply = await rawExchange(headers["location"] ?? "", {
      body: "{}",
      headers: { authorization: "Bearer a-key" },
    });
    expect(reply.body.toString()).toContain("A stranger answers.");
    expect(upstream.strangerRequests).toMatchObject([
      { headers: { authorization: "Bearer a-key" } },
    ]);
    await upstream.close();
  });
});

describe("stale-keep-alive", () => {
  it("announces a kept connection and closes it after the answer", async () => {
    const upstream = await startUpstream({ settings: fastSettings, scenario: "stale-keep-alive" });
    const { connect } = await import("node:net");
    const socket = connect(Number(new URL(upstream.origin).port), "127.0.0.1");
    let text = "";
    socket.on("data", (bytes: Buffer) => (text += bytes.toString()));
    const closed = new Promise<void>((resolve) => socket.on("end", resolve));
    socket.write(
      "POST /api/v1/chat/completions HTTP/1.1\r\nhost: upstream\r\ncontent-length: 2\r\n\r\n{}",
    );
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(text.toLowerCase()).toContain("connection: keep-alive");
    expect(text).toContain(answerText);
    socket.destroy();
    await upstream.close();
  });
});
