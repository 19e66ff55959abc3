// Everything that can go wrong is one kind of error with data in it: what happened, whether to try
// again, what to do. Against a practice server each scenario is an address of its own.
import { createChatModel } from "@colloquy/client";
import { collect, ColloquyError, InterruptedError, textOf } from "@colloquy/core";
import { apiKey, baseUrl } from "./settings.ts";

const origin = new URL(baseUrl).origin;
for (const scenario of ["401", "404-tools", "429-daily", "reset-mid-token"]) {
  const model = createChatModel({
    baseUrl: `${origin}/${scenario}/api/v1`,
    apiKey,
    retries: { retries: 0 },
  });
  try {
    await collect(
      model.stream({ model: "any/model", messages: [{ role: "user", content: "Hello" }] }),
    );
  } catch (error) {
    if (!(error instanceof ColloquyError)) throw error;
    const { kind, status, message, retryable } = error.record;
    console.log(`${scenario}: ${kind}, ${status ?? "no status"}, retryable ${retryable}`);
    console.log(`  ${message}`);
    if (error instanceof InterruptedError)
      for (const choice of error.completion.choices)
        console.log(`  kept: ${textOf(choice.message)}`);
  }
  await model.dispose?.();
}

// Prints:
//   401: api, 401, retryable false
//   429-daily: api, 429, retryable false
//   reset-mid-token: interrupted, …
//     kept: …
