import assert from "node:assert/strict";
import { accumulate, textOf } from "@colloquy/core";
import { chatModelCase, readWhole } from "./subject.ts";

/** A whole answer: its chunks, its end, its usage, and many at once. */
export const answeringCases = [
  chatModelCase("yields chunks that make a finished answer", async (subject) => {
    const chunks = await readWhole(subject, subject.answered);
    assert.ok(chunks.length > 1, "one chunk only");
    const [choice] = accumulate(chunks).choices;
    assert.notEqual(choice?.finish_reason ?? null, null);
    assert.notEqual(textOf(choice?.message ?? {}), "");
    for (const chunk of chunks) {
      assert.equal(chunk.object, "chat.completion.chunk");
      assert.deepEqual(JSON.parse(JSON.stringify(chunk)), chunk);
    }
  }),

  chatModelCase(
    "yields one chunk, the whole message, when no stream is asked for",
    async (subject) => {
      const chunks = await readWhole(subject, { ...subject.answered, stream: false });
      assert.equal(chunks.length, 1);
      const [choice] = accumulate(chunks).choices;
      assert.notEqual(choice?.finish_reason ?? null, null);
      assert.notEqual(textOf(choice?.message ?? {}), "");
    },
  ),

  chatModelCase("gives usage when it is told", async (subject) => {
    for (const stream of [true, false]) {
      const { usage } = accumulate(await readWhole(subject, { ...subject.answered, stream }));
      assert.ok((usage?.prompt_tokens ?? 0) > 0, "no prompt_tokens");
      assert.ok((usage?.completion_tokens ?? 0) > 0, "no completion_tokens");
    }
  }),

  chatModelCase("invents no usage", async (subject) => {
    if (!subject.uncounted) return;
    const chunks = await readWhole(subject, subject.uncounted);
    assert.equal(accumulate(chunks).usage ?? null, null);
  }),

  chatModelCase("answers many at once, each its own", async (subject) => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => readWhole(subject, subject.answered)),
    );
    for (const chunks of all) {
      assert.notEqual(accumulate(chunks).choices[0]?.finish_reason ?? null, null);
    }
  }),

  chatModelCase("leaves the request as it was", async (subject) => {
    const before = JSON.stringify(subject.answered);
    await readWhole(subject, subject.answered);
    assert.equal(JSON.stringify(subject.answered), before);
  }),

  chatModelCase("may be disposed of twice", async ({ model }) => {
    await model.dispose?.();
    await model.dispose?.();
  }),
];
