// JSON to and from text. A fault is told with line, column and the line itself.
import { formatJson, InvalidInputError, parseJson } from "@colloquy/core";

console.log(parseJson('{"name": "lamp", "lit": true}'));
console.log(formatJson({ name: "lamp", lit: true }));

const text = `{
  "name": "lamp",
  "lit": True
}`;
try {
  parseJson(text, { source: "lamp.json" });
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  const { message, details } = error.record;
  console.log(message);
  console.log(details?.["line_text"]);
  console.log(details?.["caret"]);
}

// Prints:
//   { name: 'lamp', lit: true }
//   "name": "lamp",
//   lamp.json, line 3, column 10: expected a value, found 'T'
//     "lit": True
//            ^
