import type { ModelProgress } from "../chat/chat-model.ts";
import type { ChatCompletionChunk } from "../chat/completion.ts";
import type { ChatRequest } from "../chat/request.ts";
import { AbortedError } from "../error/errors.ts";
import type { TurnModel } from "./turn-ports.ts";

/** What a model does while it is asked: chunks, and before the first one perhaps words about waiting. */
export type Asked =
  { type: "progress"; progress: ModelProgress } | { type: "chunk"; chunk: ChatCompletionChunk };

/** Asks the model. Progress is passed on as it is told until the first chunk; afterwards nobody waits. */
export async function* askModel(
  { chat }: TurnModel,
  request: ChatRequest,
  signal?: AbortSignal,
): AsyncGenerator<Asked, void, undefined> {
  const told: ModelProgress[] = [];
  let wake = (): void => undefined;
  const onProgress = (progress: ModelProgress): void => {
    told.push(progress);
    wake();
  };
  // A generator that waits for its next value hears of `return` only after that; of an abort, at once.
  const leaving = new AbortController();
  const stop = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  const chunks = chat.stream(request, { onProgress, signal: stop })[Symbol.asyncIterator]();
  let open = true;
  try {
    let next = chunks.next();
    // Handled where it is awaited; without this a rejection during a pause would count as nobody's.
    next.catch(() => undefined);
    let first = false;
    while (!first) {
      const woken = new Promise<false>((resolve) => (wake = () => resolve(false)));
      if (told.length === 0) first = await Promise.race([next.then(() => true), woken]);
      for (const progress of told.splice(0)) yield { type: "progress", progress };
    }
    for (let result = await next; !result.done; result = await next) {
      yield { type: "chunk", chunk: result.value };
      next = chunks.next();
    }
    open = false;
  } catch (error) {
    open = false;
    throw error;
  } finally {
    if (open) {
      leaving.abort(new AbortedError());
      await chunks.return?.();
    }
  }
}
