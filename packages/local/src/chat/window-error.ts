import { ApiError } from "@colloquy/core";

/** A prompt that leaves no room for an answer, refused before anything is computed. */
export function windowExceeded(
  model: string,
  promptTokens: number,
  contextLength: number,
): ApiError {
  return new ApiError({
    message: `the prompt has ${promptTokens} tokens, the context length of ${model} is ${contextLength}, with at least one of them for the answer`,
    status: 400,
    code: "context_length_exceeded",
    error_type: "context_length_exceeded",
    remedy:
      "Send less: a smaller budget, fewer or shorter messages; or choose a model with a larger window.",
    details: { prompt_tokens: promptTokens, context_length: contextLength },
  });
}
