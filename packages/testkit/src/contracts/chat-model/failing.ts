import assert from "node:assert/strict";
import { accumulate, InterruptedError } from "@colloquy/core";
import { assertIdle, assertTyped, chatModelCase, read } from "./subject.ts";

/** A failure: before the first chunk a typed error, later an interruption with what had come. */
export const failingCases = [
  chatModelCase(
    "throws a typed error, and no interruption, before the first chunk",
    async (subject) => {
      if (!subject.refused) return;
      for (const stream of [true, false]) {
        const { chunks, error } = await read(subject.model.stream({ ...subject.refused, stream }));
        assert.deepEqual(chunks, []);
        assertTyped(error);
        assert.ok(!(error instanceof InterruptedError));
      }
      await assertIdle(subject);
    },
  ),

  chatModelCase("never reports a cut answer as finished", async (subject) => {
    if (!subject.cut) return;
    const { chunks, error } = await read(subject.model.stream({ ...subject.cut, stream: true }));
    assert.ok(chunks.length > 0);
    assertTyped(error);
    assert.ok(error instanceof InterruptedError, `not an interruption: ${error.name}`);
    assert.deepEqual(error.completion.choices, accumulate(chunks).choices);
    await assertIdle(subject);
  }),
];
