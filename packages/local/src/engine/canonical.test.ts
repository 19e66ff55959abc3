import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  collect,
  textOf,
  type ChatCompletion,
  type ChatMessage,
  type ChatRequest,
} from "@colloquy/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freshCache, testModel, withModel } from "../testing/test-model.ts";
import { forgetSavedStates } from "./saved-states.ts";

type Cache = Awaited<ReturnType<typeof freshCache>>;

const text = ({ choices: [choice] }: ChatCompletion): string => textOf(choice?.message ?? {});
const cached = ({ usage }: ChatCompletion): unknown => usage?.prompt_tokens_details?.cached_tokens;

function said({ choices: [choice] }: ChatCompletion): ChatMessage {
  return {
    role: "assistant",
    content: textOf(choice?.message ?? {}),
    ...(choice?.token_ids ? { token_ids: choice.token_ids } : {}),
  };
}

// The machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

describe("canonical evaluation: the text depends on the request, never on what was cached", () => {
  const caches: Cache[] = [];
  const newCache = async (): Promise<string> => {
    const cache = await freshCache();
    caches.push(cache);
    return cache.cacheDir;
  };
  afterAll(() => Promise.all(caches.map((cache) => cache.remove())));

  it.each([{ temperature: 0 }, { temperature: 1, seed: 7 }])(
    "a follow-up is the same fresh, from the kept prefix and from a saved state: %j",
    async (fields) => {
      const ask = (messages: readonly ChatMessage[]): ChatRequest => ({
        model: "smollm2-135m",
        messages,
        max_tokens: 12,
        ...fields,
      });
      const opening: ChatMessage[] = [{ role: "user", content: "Tell me about the sea." }];
      const saved = await newCache();
      const [first, followUp, kept] = await withModel({ cacheDir: saved }, async (model) => {
        const answer = await collect(model.stream(ask(opening)));
        const next = ask([...opening, said(answer), { role: "user", content: "Shorter." }]);
        return [answer, next, await collect(model.stream(next))];
      });
      expect(cached(kept)).toBe(first.usage?.prompt_tokens);
      await forgetSavedStates(saved);
      await withModel({ cacheDir: saved }, (model) => collect(model.stream(ask(opening))));
      const again = await withModel(
        { cacheDir: saved, threads: { read: 2, decode: 2 }, contextLength: 1024 },
        (model) => collect(model.stream(followUp)),
      );
      expect(cached(again)).toBe(first.usage?.prompt_tokens);
      const fresh = await withModel({ cacheDir: saved, saveStates: false }, (model) =>
        collect(model.stream(followUp)),
      );
      expect(cached(fresh)).toBe(0);
      expect([text(kept), text(again)]).toEqual([text(fresh), text(fresh)]);
    },
  );

  it("an answer read ahead changes nothing but what is reused", async () => {
    const cacheDir = await newCache();
    const ask = (messages: readonly ChatMessage[]): ChatRequest => ({
      model: "smollm2-135m",
      messages,
      max_tokens: 12,
      temperature: 0,
    });
    const opening: ChatMessage[] = [{ role: "user", content: "Name a colour." }];
    await withModel({ cacheDir, readAhead: true, saveStates: false }, async (model) => {
      const answer = await collect(model.stream(ask(opening)));
      const next = ask([...opening, said(answer), { role: "user", content: "Another." }]);
      const { prompt_tokens, completion_tokens } = answer.usage ?? {};
      // What is read while nobody waits may be stopped half-way by the next call.
      await new Promise((resolve) => setTimeout(resolve, 600));
      const ahead = await collect(model.stream(next));
      expect(cached(ahead)).toBeGreaterThan((prompt_tokens ?? 0) + (completion_tokens ?? 0) - 1);
      const fresh = await withModel({ cacheDir, saveStates: false }, (other) =>
        collect(other.stream(next)),
      );
      expect(text(ahead)).toBe(text(fresh));
    });
  });

  describe("in lock-step", () => {
    let cacheDir: string;
    beforeAll(async () => {
      cacheDir = await newCache();
    });

    it("answers are the same at widths 1, 8 and 16, whatever stands beside them", async () => {
      const topics = ["rain", "snow", "a lamp"];
      const request = (index: number): ChatRequest => ({
        model: "smollm2-135m",
        messages: [{ role: "user", content: `Write a line about ${topics[index % 3]}.` }],
        temperature: [0, 0.7, 1.5][index % 3],
        frequency_penalty: index % 2,
        seed: index,
        max_tokens: 3 + (index % 4) * 2,
        ...(index === 5 ? { logprobs: true, top_logprobs: 2 } : {}),
      });
      const requests = Array.from({ length: 18 }, (_, index) => request(index));
      const alone = await withModel({ cacheDir, saveStates: false }, async (model) => {
        const answers: ChatCompletion[] = [];
        for (const one of requests) answers.push(await collect(model.stream(one)));
        return answers;
      });
      const shape = ({ choices, effective_parameters }: ChatCompletion) => ({
        choices,
        effective_parameters,
      });
      await withModel({ cacheDir, saveStates: false }, async (model) => {
        for (const width of [18, 8]) {
          const together = await Promise.all(
            requests.slice(0, width).map((one) => collect(model.stream(one))),
          );
          expect(together.map(shape)).toEqual(alone.slice(0, width).map(shape));
        }
      });
    });

    it("one that is stopped leaves the others as they are", async () => {
      const request = (seed: number): ChatRequest => ({
        model: "smollm2-135m",
        messages: [{ role: "user", content: "Tell a story." }],
        temperature: 1,
        seed,
        max_tokens: 20,
      });
      await withModel({ cacheDir, saveStates: false }, async (model) => {
        const whole = await collect(model.stream(request(4)));
        const stop = new AbortController();
        const answers = await Promise.allSettled(
          Array.from({ length: 8 }, async (_, seed) => {
            if (seed !== 2) return collect(model.stream(request(seed)));
            for await (const _chunk of model.stream(request(seed), { signal: stop.signal }))
              stop.abort();
            return undefined;
          }),
        );
        expect(answers.map(({ status }) => status)).toEqual(
          Array.from({ length: 8 }, (_, seed) => (seed === 2 ? "rejected" : "fulfilled")),
        );
        const fourth = answers[4];
        expect(fourth?.status === "fulfilled" && fourth.value && text(fourth.value)).toBe(
          text(whole),
        );
      });
    });
  });

  it("saved states are for this user alone, and a damaged one is put aside", async () => {
    const cacheDir = await newCache();
    const request: ChatRequest = {
      model: "smollm2-135m",
      messages: [{ role: "user", content: "Name a colour." }],
      temperature: 0,
      max_tokens: 6,
    };
    const first = await withModel({ cacheDir }, (model) => collect(model.stream(request)));
    const states = path.join(cacheDir, "states");
    const files = async (): Promise<string[]> =>
      (await readdir(states, { recursive: true })).filter((name) => name.endsWith(".state"));
    const [name = ""] = await files();
    const file = path.join(states, name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const model = testModel({ cacheDir });
    const second = await collect(model.stream(request));
    expect(await files()).not.toContain(name);
    await model.dispose();
    expect([text(second), cached(second)]).toEqual([text(first), 0]);
    await forgetSavedStates(cacheDir);
    await expect(files()).rejects.toThrow("ENOENT");
  });
});
