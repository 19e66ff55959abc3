import type { Reply } from "../reply.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerChunks } from "./chunks.ts";
import { completionBody, type BodyChanges } from "./completion-body.ts";
import { doneFrame, frames } from "./frames.ts";
import { generationHeaders } from "./identity.ts";

/** Sends chunks as an exemplary event stream, `[DONE]` included, a token's pause apart. */
export async function sendChunks(
  request: UpstreamRequest,
  reply: Reply,
  chunks: readonly unknown[],
): Promise<void> {
  reply.sse(generationHeaders(request));
  await reply.writeAll(frames(chunks));
  reply.end(doneFrame);
}

/** Sends a body with the fields that a scenario changes. */
export function sendBody(request: UpstreamRequest, reply: Reply, changes: BodyChanges = {}): void {
  reply.json(200, completionBody(request, changes), generationHeaders(request));
}

/** Answers well, in the way that was asked for. */
export async function sendAnswer(
  request: UpstreamRequest,
  reply: Reply,
  pieces?: readonly string[],
): Promise<void> {
  if (request.streaming) {
    await sendChunks(request, reply, answerChunks(request, pieces ? { pieces } : {}));
  } else {
    sendBody(request, reply, pieces ? { message: { content: pieces.join("") } } : {});
  }
}
