import type { ChatCompletion, ChatCompletionChunk } from "./completion.ts";

/**
 * A whole answer as one chunk whose delta is the whole message: what a model yields when it was asked
 * with `stream: false`. `accumulate` of it is the same answer again.
 */
export function completionChunk(completion: ChatCompletion): ChatCompletionChunk {
  return {
    ...completion,
    object: "chat.completion.chunk",
    choices: completion.choices.map(({ message, ...choice }) => ({
      ...choice,
      delta: message.tool_calls
        ? { ...message, tool_calls: message.tool_calls.map((call, index) => ({ ...call, index })) }
        : message,
    })),
  };
}
