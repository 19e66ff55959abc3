// One question, one answer, from the model inside: no key, no server.
import { collect, textOf } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
const completion = await collect(
  model.stream({
    model: "smollm2-135m",
    messages: [{ role: "user", content: "What is the capital of France? Answer in one word." }],
    temperature: 0,
  }),
);
const [choice] = completion.choices;
console.log(choice ? textOf(choice.message) : "no answer");
console.log(choice?.finish_reason);
await model.dispose();

// Prints:
//   …Paris…
//   stop
