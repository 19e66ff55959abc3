import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitise } from "./sanitise.ts";

describe("sanitise", () => {
  it("keeps text, tabs and lines", () => {
    expect(sanitise("a\tb\r\nc ü 漢 👩‍👩‍👧 é")).toBe("a\tb\nc ü 漢 👩‍👩‍👧 é");
  });

  it("lets no control code through, nor marks that turn text round", () => {
    expect(sanitise("\u001b]0;title\u0007\u001b[2J\u009b31m\rover\u202eback")).toBe(
      "\ufffd]0;title\ufffd\ufffd[2J\ufffd31m\ufffdover\ufffdback",
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(sanitise(text)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});
