// A process that asks the embedded model what it is told on standard input, one request after the other,
// each of a model of its own: what is reused between them was kept in files. One line out for each.
import { text } from "node:stream/consumers";
import { CompletionAccumulator, textOf, type ChatRequest } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import type { AskOrder, Asked } from "./ask.ts";

const order = JSON.parse(await text(process.stdin)) as AskOrder;

async function ask(request: ChatRequest): Promise<Asked> {
  const model = createLocalModel({ cacheDir: order.cacheDir, saveStates: order.saveStates });
  try {
    const answer = new CompletionAccumulator();
    let firstToken: number | undefined;
    for await (const chunk of model.stream(request)) {
      firstToken ??= Date.now();
      answer.add(chunk);
    }
    const { choices, usage } = answer.completion();
    return {
      text: textOf(choices[0]?.message ?? {}),
      token_ids: choices[0]?.token_ids ?? [],
      prompt_tokens: usage?.prompt_tokens ?? 0,
      cached_tokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      first_token_at: firstToken ?? Date.now(),
    };
  } finally {
    await model.dispose();
  }
}

for (const request of order.requests)
  process.stdout.write(`${JSON.stringify(await ask(request))}\n`);
