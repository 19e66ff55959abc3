import type { ChatCompletion, ChatCompletionChunk } from "./completion.ts";
import { CompletionAccumulator } from "./completion-accumulator.ts";

/** All the chunks of one answer as the answer they make, whole or as far as they go. */
export function accumulate(chunks: Iterable<ChatCompletionChunk>): ChatCompletion {
  const accumulator = new CompletionAccumulator();
  for (const chunk of chunks) accumulator.add(chunk);
  return accumulator.completion();
}

/** Reads a stream to its end and returns the answer. Throws what the stream throws. */
export async function collect(stream: AsyncIterable<ChatCompletionChunk>): Promise<ChatCompletion> {
  const accumulator = new CompletionAccumulator();
  for await (const chunk of stream) accumulator.add(chunk);
  return accumulator.completion();
}
