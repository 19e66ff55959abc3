import assert from "node:assert/strict";
import { AbortedError, accumulate, InterruptedError, textOf } from "@colloquy/core";
import { assertIdle, assertTyped, chatModelCase, read, readWhole } from "./subject.ts";

/** Stopping: by a signal before and after the first chunk, and by leaving the loop. */
export const stoppingCases = [
  chatModelCase("does nothing when the signal is aborted beforehand", async (subject) => {
    const signal = AbortSignal.abort();
    const { chunks, error } = await read(subject.model.stream(subject.answered, { signal }));
    assert.deepEqual(chunks, []);
    assert.ok(error instanceof AbortedError, `not an AbortedError: ${String(error)}`);
    assert.equal(subject.working(), 0);
  }),

  chatModelCase("stops the work when the signal is aborted amid the answer", async (subject) => {
    const stop = new AbortController();
    const { signal } = stop;
    const { chunks, error } = await read(
      subject.model.stream(subject.long, { signal }),
      (count) => {
        if (count === 2) stop.abort();
      },
    );
    assertTyped(error);
    assert.ok(error instanceof InterruptedError, `not an interruption: ${error.name}`);
    assert.ok(error.cause instanceof AbortedError);
    const text = textOf(error.completion.choices[0]?.message ?? {});
    assert.ok(text.startsWith(textOf(accumulate(chunks).choices[0]?.message ?? {})));
    await assertIdle(subject);
  }),

  chatModelCase("stops the work when the reader leaves", async (subject) => {
    for await (const _chunk of subject.model.stream(subject.long)) break;
    await assertIdle(subject);
  }),

  chatModelCase("goes on working after a call was stopped", async (subject) => {
    for await (const _chunk of subject.model.stream(subject.long)) break;
    const chunks = await readWhole(subject, subject.answered);
    assert.notEqual(accumulate(chunks).choices[0]?.finish_reason ?? null, null);
  }),

  chatModelCase("holds on to no signal after the answer", async (subject) => {
    const stop = new AbortController();
    await readWhole(subject, subject.answered, { signal: stop.signal });
    stop.abort();
    await assertIdle(subject);
  }),
];
