import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AbortedError, collect, textOf, type ChatMessage, type ChatRequest } from "@colloquy/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acquireFileLock } from "../file-lock.ts";
import { freshCache, testModel, withModel } from "../testing/test-model.ts";
import type { LocalModel } from "../create-local-model.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Calls a run makes; `COLLOQUY_STRESS=500` for a long one. */
const CALLS = Number(process.env["COLLOQUY_STRESS"] ?? 24);
const SEED = Number(process.env["COLLOQUY_STRESS_SEED"] ?? 1);

/** Mulberry32: the same calls each time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const topics = ["the sea", "rain", "a red bicycle", "the moon"];
const histories: readonly (readonly ChatMessage[])[] = [
  [],
  [
    { role: "user", content: "Who are you?" },
    { role: "assistant", content: "A very small model." },
  ],
  [{ role: "system", content: "You speak like a pirate. ".repeat(12) }],
];

/** A few dozen different requests, many of which begin alike. */
function anyRequest(random: (below: number) => number): ChatRequest {
  const kind = random(8);
  return {
    model: "smollm2-135m",
    messages: [
      ...(histories[random(histories.length)] ?? []),
      { role: "user", content: `Tell me about ${topics[random(topics.length)]}.` },
    ],
    max_tokens: [1, 3, 8, 20][random(4)],
    temperature: [0, 1, 1.5][random(3)],
    seed: random(3),
    ...(kind === 0 ? { response_format: { type: "json_object" } } : {}),
    ...(kind === 1 ? { logprobs: true, top_logprobs: 2 } : {}),
    ...(kind === 2 ? { repetition_penalty: 1.3, stop: ["the"] } : {}),
  };
}

/** All of an answer that must not depend on what else was going on. */
async function answerTo(model: LocalModel, request: ChatRequest, signal?: AbortSignal) {
  const { choices, usage } = await collect(model.stream(request, signal ? { signal } : {}));
  const [choice] = choices;
  return JSON.stringify({
    text: textOf(choice?.message ?? {}),
    token_ids: choice?.token_ids,
    logprobs: choice?.logprobs,
    finish_reason: choice?.finish_reason,
    tokens: [usage?.prompt_tokens, usage?.completion_tokens],
  });
}

describe("calls that come, join, are cancelled and wait for others, in any order", () => {
  let cache: Awaited<ReturnType<typeof freshCache>>;
  beforeAll(async () => {
    cache = await freshCache();
  });
  afterAll(() => cache.remove());

  it("give each what it gets alone", async () => {
    const random = randomFrom(SEED);
    const { cacheDir } = cache;
    const answers = new Map<string, string>();
    const failures: unknown[] = [];
    let cancelled = 0;
    const model = testModel({ cacheDir, saveStates: true, readAhead: true });
    const call = async (): Promise<void> => {
      const request = anyRequest(random);
      const stop = random(3) === 0 ? new AbortController() : undefined;
      if (stop) setTimeout(() => stop.abort(), random(400));
      try {
        const answer = await answerTo(model, request, stop?.signal);
        const known = answers.get(JSON.stringify(request)) ?? answer;
        expect(answer).toBe(known);
        answers.set(JSON.stringify(request), known);
      } catch (error) {
        if (stop && (error instanceof AbortedError || stop.signal.aborted)) cancelled++;
        else failures.push(error);
      }
    };
    const calls: Promise<void>[] = [];
    for (let made = 0; made < CALLS; made++) {
      calls.push(call());
      if (random(4) === 0) await sleep(random(200));
      if (random(30) === 0) (await acquireFileLock(path.join(cacheDir, "compute.lock")))();
      if (random(20) === 0) await Promise.all(calls);
    }
    await Promise.all(calls);
    expect(model.working).toBe(0);
    await model.dispose();
    expect(failures).toEqual([]);
    expect(cancelled).toBeGreaterThan(0);
    expect(answers.size).toBeGreaterThan(5);
    await withModel({ cacheDir, saveStates: false }, async (alone) => {
      for (const [request, answer] of answers)
        expect(await answerTo(alone, JSON.parse(request) as ChatRequest)).toBe(answer);
    });
  });
});
