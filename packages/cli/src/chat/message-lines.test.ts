import { describe, expect, it } from "vitest";
import { MessageLines } from "./message-lines.ts";

function messages(lines: string[]): (string | undefined)[] {
  const together = new MessageLines();
  return [...lines.map((line) => together.add(line)), together.rest()];
}

describe("MessageLines", () => {
  it("gives each line, and the lines between quotes as one", () => {
    expect(messages(["one", '"""', "a", "", "b", '"""', "two"])).toEqual([
      "one",
      undefined,
      undefined,
      undefined,
      undefined,
      "a\n\nb",
      "two",
      undefined,
    ]);
  });

  it("takes text beside the quotes, on one line too", () => {
    expect(messages(['"""a', 'b"""'])).toEqual([undefined, "a\nb", undefined]);
    expect(messages(['"""a b"""'])).toEqual(["a b", undefined]);
    expect(messages(['"""', "open"])).toEqual([undefined, undefined, "open"]);
  });
});
