import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { contentChunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { doneFrame, frames } from "../wire/frames.ts";

const streams = new Map<string, Buffer>();
const bodies = new Map<string, Buffer>();

function cached(cache: Map<string, Buffer>, key: string, make: () => string): Buffer {
  const known = cache.get(key);
  if (known) return known;
  const bytes = Buffer.from(make());
  cache.set(key, bytes);
  return bytes;
}

function chunkCount(request: UpstreamRequest, fallback: number): number {
  const asked = Number(request.headers["x-upstream-chunks"]);
  return Number.isInteger(asked) && asked >= 2 ? asked : fallback;
}

function streamText(request: UpstreamRequest, chunks: number): string {
  const pieces = Array.from({ length: chunks - 2 }, (_, index) => (index === 0 ? "la" : " la"));
  return [
    ...frames(pieces.map((piece) => contentChunk(request, piece))),
    ...frames([finishChunk(request), usageChunk(request)]),
    doneFrame,
  ].join("");
}

/** For benches: everything in one write, computed once. */
export const instant: Scenario = {
  name: "instant",
  group: "well-behaved",
  summary: "Answers at once from bytes made before; a stream has exactly as many chunks as set.",
  contract: "A stream ends with a finish chunk and a usage chunk, which are counted in.",
  respond(request, reply) {
    const { model } = request;
    if (!request.streaming) {
      const body = cached(bodies, model, () => JSON.stringify(completionBody(request)));
      return reply.bytes(200, body, { "content-type": "application/json" });
    }
    const chunks = chunkCount(request, reply.settings.chunks);
    const stream = cached(streams, `${chunks} ${model}`, () => streamText(request, chunks));
    reply.bytes(200, stream, { "content-type": "text/event-stream" });
  },
  expect: both(complete({ finish_reason: "stop", requests: 1 })),
};
