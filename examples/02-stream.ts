// The same as it is written, piece by piece. `usage` comes with the last one.
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
let pieces = 0;
for await (const chunk of model.stream({
  model: "smollm2-135m",
  messages: [{ role: "user", content: "Count from 1 to 5." }],
  temperature: 0,
  max_tokens: 30,
})) {
  const [choice] = chunk.choices;
  const text = choice?.delta.content;
  if (typeof text === "string" && text !== "") {
    process.stdout.write(text);
    pieces += 1;
  }
  if (chunk.usage) console.log(`\n${chunk.usage.completion_tokens} tokens`);
}
console.log(pieces > 1 ? "it came in pieces" : "it came whole");
await model.dispose();

// Prints:
//   … tokens
//   it came in pieces
