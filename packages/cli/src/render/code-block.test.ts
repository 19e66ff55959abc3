import { describe, expect, it } from "vitest";
import { firstCodeBlock } from "./code-block.ts";

describe("firstCodeBlock", () => {
  it.each([
    ["none here, `inline` only", undefined],
    ["Sure:\n```python\nprint(1)\n```\nand\n```\nother\n```", "print(1)"],
    ["~~~\na\n```\nb\n~~~", "a\n```\nb"],
    ["````md\n```\ninner\n```\n````", "```\ninner\n```"],
    ["  ```js\n  a\n    b\n  ```", "a\n  b"],
    ["cut:\n```\nnever closed", "never closed"],
    ["```\r\nwindows\r\n```", "windows"],
    ["```\n```", ""],
  ])("%j", (text, block) => {
    expect(firstCodeBlock(text)).toBe(block);
  });
});
