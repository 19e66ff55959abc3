import type { LocalModel } from "@colloquy/local";
import { streamSettings } from "./plain-stream.ts";

/** The same as `plainStream`, through `ChatModel`: tokens a second from the first chunk on. */
export async function ourRate(model: LocalModel, seed: number): Promise<number> {
  const { prompt, tokens, ...sampler } = streamSettings;
  const chunks = model.stream({
    model: model.name,
    messages: [{ role: "user", content: prompt }],
    ...sampler,
    seed,
    max_tokens: tokens + 1,
    // The end token is never drawn, so that every answer is as long as the other subject's.
    logit_bias: { "0": -1000, "2": -1000 },
  });
  let written = 0;
  let start = 0;
  for await (const { choices } of chunks) {
    written += choices[0]?.token_ids?.length ?? 0;
    if (start === 0) {
      start = performance.now();
      written = 0;
    }
  }
  return (written * 1000) / (performance.now() - start);
}
