import type { Reply } from "../reply.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { partialPieces } from "./answer.ts";
import { contentChunk } from "./chunks.ts";
import { completionBody } from "./completion-body.ts";
import { frame, frames } from "./frames.ts";

/** Sends head, half an answer, and stops in the middle of a token. */
export async function sendHalf(
  request: UpstreamRequest,
  reply: Reply,
  { headers = {}, next = " while" }: { headers?: Record<string, string>; next?: string } = {},
): Promise<void> {
  if (!request.streaming) {
    reply.head(200, { "content-type": "application/json", ...headers });
    const body = JSON.stringify(completionBody(request));
    return reply.write(body.slice(0, body.indexOf(" drums") + 3));
  }
  reply.sse(headers);
  await reply.writeAll(frames(partialPieces.map((piece) => contentChunk(request, piece))));
  const text = frame(contentChunk(request, next));
  const cut = text.indexOf(next) + next.length;
  await reply.write(Buffer.from(text.slice(0, cut)).subarray(0, -2));
}
