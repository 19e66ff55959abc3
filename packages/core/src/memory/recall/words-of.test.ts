import { expect, test } from "vitest";
import { wordsOf } from "./words-of.ts";

test.each<[string, readonly string[]]>([
  ["The cat's bowl, 3 cups", ["the", "cat", "bowl", "3", "cups"]],
  ["Zo\u00eb\u2019s r\u00e9sum\u00e9", ["zoe", "resume"]],
  ["max_retry_count = 7;", ["max", "retry", "count", "7"]],
  ["\u6211\u7684\u732b", ["\u6211\u7684", "\u7684\u732b"]],
  ["iPhone\u3092\u8cb7\u3063\u305f", ["iphone", "\u3092\u8cb7", "\u8cb7\u3063", "\u3063\u305f"]],
  ["\uc774\ub984\uc740 3\uac1c", ["\uc774\ub984", "\ub984\uc740", "3", "\uac1c"]],
  ["\u0928\u092e\u0938\u094d\u0924\u0947", ["\u0928\u092e\u0938\u094d\u0924\u0947"]],
  ["\u{1f44d}!", []],
])("%s", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
