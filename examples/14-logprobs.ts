// How likely each token was, and what else could have stood there. Inside, these are the model's raw
// probabilities: temperature and the rest have not touched them yet.
import { collect } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
const completion = await collect(
  model.stream({
    model: "smollm2-135m",
    messages: [{ role: "user", content: "What is the capital of France? Answer in one word." }],
    temperature: 0,
    logprobs: true,
    top_logprobs: 3,
  }),
);
for (const { token, logprob, top_logprobs } of completion.choices[0]?.logprobs?.content ?? []) {
  const percent = (100 * Math.exp(logprob)).toFixed(1);
  const others = top_logprobs.map((other) => JSON.stringify(other.token)).join(" ");
  console.log(`${JSON.stringify(token)} ${percent} %, among ${others}`);
}
await model.dispose();

// Prints:
//   …Paris…%, among …
