import type { ChatCompletionChunk, ChatRequest, MessageDelta, Usage } from "@colloquy/core";

/** What a scripted chunk says besides its delta. */
export interface ScriptedChunkFields {
  finish_reason?: string | null;
  usage?: Usage;
  provider?: string;
}

/** A well-formed chunk, for a script that says exactly what arrives. */
export function scriptedChunk(
  request: Pick<ChatRequest, "model">,
  delta: MessageDelta,
  { finish_reason = null, ...fields }: ScriptedChunkFields = {},
): ChatCompletionChunk {
  return {
    id: "gen-scripted",
    object: "chat.completion.chunk",
    created: 1_788_000_000,
    model: request.model,
    choices: [{ index: 0, delta, finish_reason }],
    ...fields,
  };
}

/** A whole answer: one chunk a word, then `stop` and usage in which a word counts as a token. */
export function stepsOfText(
  text: string,
  request: Pick<ChatRequest, "model" | "messages">,
): ChatCompletionChunk[] {
  const pieces = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
  const prompt = JSON.stringify(request.messages).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: pieces.length,
    total_tokens: prompt + pieces.length,
  };
  return [
    ...pieces.map((content) => scriptedChunk(request, { role: "assistant", content })),
    scriptedChunk(request, { content: "" }, { finish_reason: "stop", usage }),
  ];
}
