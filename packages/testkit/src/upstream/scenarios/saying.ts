import { both, complete } from "../expect.ts";
import type { Expectation, Scenario } from "../scenario.ts";
import { answerPieces, answerText } from "../wire/answer.ts";
import { chunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

/** The usual answer as deltas. */
export const contents = answerPieces.map((content) => ({ content }));

/** Says the same in both ways: `deltas` streamed, one a chunk, or `message` in a body. */
export function saying(
  scenario: Pick<Scenario, "name" | "summary" | "contract"> & {
    deltas: readonly unknown[];
    message: Record<string, unknown>;
    reason?: string;
    expect?: Partial<Expectation>;
  },
): Scenario {
  const { deltas, message, reason = "stop", expect, ...described } = scenario;
  return {
    ...described,
    group: "message",
    respond(request, reply) {
      if (!request.streaming) {
        return sendBody(request, reply, { message, choice: { finish_reason: reason } });
      }
      return sendChunks(request, reply, [
        ...deltas.map((delta) => chunk(request, { delta })),
        finishChunk(request, reason),
        usageChunk(request, { reason }),
      ]);
    },
    expect: both(complete({ text: answerText, finish_reason: reason, requests: 1, ...expect })),
  };
}
