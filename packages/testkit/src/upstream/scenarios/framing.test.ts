import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { splitText } from "../wire/split-text.ts";
import { framingScenarios } from "./framing.ts";

/** Whether bytes end in the middle of a UTF-8 character. */
function endsInsideCharacter(bytes: Buffer): boolean {
  return bytes.toString().endsWith("\uFFFD");
}

checkScenarios(framingScenarios, {
  crlf({ stream, whole }) {
    expect(stream.text).not.toMatch(/[^\r]\n/);
    expect(stream.pieces.some((piece) => piece.toString().endsWith("\r"))).toBe(true);
    expect(stream.content).toBe(answerText);
    expect(whole.text).toContain("\r\n");
  },
  "lone-cr"({ stream }) {
    expect(stream.text).not.toContain("\n");
    expect(stream.content).toBe(answerText);
  },
  "split-utf8"({ stream, whole }) {
    for (const seen of [stream, whole]) {
      expect(seen.pieces.filter(endsInsideCharacter)).toHaveLength(3);
      expect(seen.text).not.toContain("\uFFFD");
    }
    expect(stream.content).toBe(splitText);
    expect(whole.json).toMatchObject({ choices: [{ message: { content: splitText } }] });
  },
  "byte-by-byte"({ stream }) {
    expect(stream.pieces.every((piece) => piece.length === 1)).toBe(true);
    expect(stream.content).toBe(answerText);
  },
  "multi-line-data"({ stream, whole }) {
    expect(stream.data[0]?.split("\n").length).toBeGreaterThan(10);
    expect(stream.content).toBe(answerText);
    expect(whole.text.split("\n").length).toBeGreaterThan(10);
  },
  "no-space-data"({ stream }) {
    expect(stream.text).not.toMatch(/^data: /m);
    expect(stream.text).toMatch(/^data:\[DONE\]$/m);
    expect(stream.content).toBe(answerText);
  },
  "comments-between"({ stream }) {
    expect(stream.text.match(/^: OPENROUTER PROCESSING$/gm)).toHaveLength(stream.data.length);
    expect(stream.content).toBe(answerText);
  },
  "comments-then-answer"({ stream }) {
    expect(stream.text).toMatch(/^(: OPENROUTER PROCESSING\n\n){4}data: \{/);
    expect(stream.content).toBe(answerText);
  },
  "comments-as-data"({ stream }) {
    expect(stream.data.filter((data) => data === ": OPENROUTER PROCESSING")).toHaveLength(
      stream.events.length + 1,
    );
    expect(stream.content).toBe(answerText);
  },
  "other-fields"({ stream }) {
    expect(stream.text).toMatch(
      /^event: ping\n\ndata:\n\nretry: 100\nevent: message\nid: 7\nmood: calm\ndata: /,
    );
    expect(stream.content).toBe(answerText);
  },
  "no-done"({ stream }) {
    expect(stream).toMatchObject({ whole: true, end: "fin", content: answerText });
    expect(stream.finishes.length).toBeGreaterThan(0);
    expect(stream.text).not.toContain("[DONE]");
  },
  "unterminated-end"({ stream }) {
    expect(stream.text.endsWith("data: [DONE]")).toBe(true);
    expect(stream.content).toBe(answerText);
  },
  "bytes-after-done"({ stream }) {
    expect(stream.text.split("data: [DONE]\n\n")[1]).toMatch(/not meant for you.*\{not json/s);
  },
  "broken-frame"({ stream }) {
    const broken = stream.data.findIndex((data) => data !== "[DONE]" && !data.endsWith("}"));
    expect(broken).toBeGreaterThan(0);
    expect(broken).toBeLessThan(stream.data.length - 2);
    expect(stream.content.startsWith(partialText)).toBe(true);
    expect(stream.finishes).toEqual(["stop", "stop"]);
  },
  "broken-first-frame"({ stream, whole }) {
    expect(stream).toMatchObject({ data: ["{choices: [", "[DONE]"], events: [] });
    expect(whole).toMatchObject({ status: 200, text: "{choices: [", json: undefined });
  },
  "only-done"({ stream, whole }) {
    expect(stream.data).toEqual(["[DONE]"]);
    expect(whole.json).toEqual([]);
  },
});
