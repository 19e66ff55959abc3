import { PassThrough } from "node:stream";
import { readWireError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { errorLines } from "./error-lines.ts";
import { createScreen } from "./screen.ts";

const quiet = new PassThrough();
const plain = createScreen({ stdin: quiet, stdout: quiet, stderr: quiet }, {}).err;

function linesOf(error: object, status = 429): string[] {
  return errorLines(readWireError({ error }, { status }), plain);
}

describe("errorLines", () => {
  it("quotes the upstream where the message says something else, and only there", () => {
    const metadata = { raw: '{"message": "the engine is cold"}' };
    expect(linesOf({ message: "Provider returned error", metadata }, 502).join()).not.toContain(
      "{",
    );
    const lines = linesOf({ message: "No luck", metadata }, 502);
    expect(lines[1]).toBe('  upstream\'s words: {"message": "the engine is cold"}');
  });

  it.each([
    [{ retry_after: 40 }, "  The server says: again in 40 s."],
    [{ retry_after: 600 }, "  The server says: again in 10 min."],
    [{ retry_after: 40_000 }, "  The server says: again in 12 h."],
  ])("says how long the server wants one to wait: %j", (availability, line) => {
    expect(linesOf({ message: "Slow down", availability })).toContain(line);
  });

  it("says when a budget starts anew", () => {
    const resets_at = "2026-12-02T00:00:00Z";
    expect(linesOf({ message: "Spent", metadata: { resets_at } }, 403)).toContain(
      `  The server says: again from ${resets_at} on.`,
    );
  });

  it("does not call a status of success the failure's", () => {
    expect(linesOf({ message: "Broke off" }, 200)[0]).toBe("error: Broke off");
  });
});
