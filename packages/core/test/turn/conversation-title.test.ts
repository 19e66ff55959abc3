import { conversationTitle } from "@colloquy/core";
import { describe, expect, it } from "vitest";

describe("conversationTitle", () => {
  it.each([
    ["What is this?", "What is this?"],
    ["\n  ```\n\nfix   this\tplease\nnow", "fix this please"],
    ["???", null],
    ["", null],
    ["a ".repeat(60), `${"a ".repeat(29)}a…`],
    ["x".repeat(100), `${"x".repeat(59)}…`],
    ["👍".repeat(70) + "a", `${"👍".repeat(59)}…`],
  ])("%j", (text, title) => {
    expect(conversationTitle(text)).toBe(title);
  });
});
