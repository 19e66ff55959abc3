// Stopping an answer stops the work; what had come is not lost.
import { CompletionAccumulator, InterruptedError, textOf } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
const stop = new AbortController();
const received = new CompletionAccumulator();
try {
  const request = {
    model: "smollm2-135m",
    messages: [{ role: "user" as const, content: "Tell me a long story." }],
    temperature: 0,
  };
  for await (const chunk of model.stream(request, { signal: stop.signal })) {
    received.add(chunk);
    const [choice] = received.completion().choices;
    if (choice && textOf(choice.message).length > 20) stop.abort();
  }
} catch (error) {
  if (!(error instanceof InterruptedError)) throw error;
  const [choice] = error.completion.choices;
  console.log(error.record.kind, choice ? textOf(choice.message).length > 20 : false);
}
await model.dispose();

// Prints:
//   interrupted true
