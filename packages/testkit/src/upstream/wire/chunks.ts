import type { UpstreamRequest } from "../upstream-request.ts";
import { answerPieces, usage } from "./answer.ts";
import { identityOf } from "./identity.ts";

type Fields = Record<string, unknown>;

/** One chunk with one choice; `choice` and `fields` change the exemplary shape. */
export function chunk(request: UpstreamRequest, choice: Fields = {}, fields: Fields = {}): Fields {
  const { id, created, model, provider } = identityOf(request);
  return {
    id,
    object: "chat.completion.chunk",
    created,
    model,
    provider,
    choices: [
      {
        index: 0,
        delta: { role: "assistant", content: "" },
        finish_reason: null,
        native_finish_reason: null,
        logprobs: null,
        ...choice,
      },
    ],
    ...fields,
  };
}

/** A chunk that says `content`; the role is repeated on each, as on the wire. */
export function contentChunk(request: UpstreamRequest, content: string): Fields {
  return chunk(request, { delta: { role: "assistant", content } });
}

/** The chunk that ends an answer. */
export function finishChunk(request: UpstreamRequest, reason = "stop"): Fields {
  return chunk(request, { finish_reason: reason, native_finish_reason: reason });
}

/** The chunk after it: the reason again, nothing new, and the usage. */
export function usageChunk(
  request: UpstreamRequest,
  { reason = "stop", counts = usage }: { reason?: string | null; counts?: unknown } = {},
): Fields {
  return chunk(
    request,
    { finish_reason: reason, native_finish_reason: reason },
    { usage: counts, service_tier: null },
  );
}

/** All chunks of an exemplary streamed answer: content, finish, usage. */
export function answerChunks(
  request: UpstreamRequest,
  { pieces = answerPieces, reason = "stop" }: { pieces?: readonly string[]; reason?: string } = {},
): Fields[] {
  return [
    ...pieces.map((piece) => contentChunk(request, piece)),
    finishChunk(request, reason),
    usageChunk(request, { reason }),
  ];
}
