import { writeFile } from "node:fs/promises";
import path from "node:path";
import {
  ApiError,
  collect,
  InvalidInputError,
  textOf,
  type ChatCompletion,
  type ChatRequest,
  type ModelProgress,
} from "@colloquy/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { localCatalog } from "../local-catalog.ts";
import type { LocalModel } from "../create-local-model.ts";
import { freshCache, testModel, withModel } from "../testing/test-model.ts";

const paris = "What is the capital of France? Answer in one word.";

// The machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

describe("the embedded model", () => {
  let cache: Awaited<ReturnType<typeof freshCache>>;
  let model: LocalModel;
  beforeAll(async () => {
    cache = await freshCache();
    model = testModel({ cacheDir: cache.cacheDir });
  });
  afterAll(async () => {
    await model.dispose();
    await cache.remove();
  });

  const ask = (content: string, fields: object = {}): ChatRequest => ({
    model: "smollm2-135m",
    messages: [{ role: "user", content }],
    ...fields,
  });
  const answer = (content: string, fields: object = {}): Promise<ChatCompletion> =>
    collect(model.stream(ask(content, fields)));
  const text = ({ choices: [choice] }: ChatCompletion): string => textOf(choice?.message ?? {});

  it("knows the capital of France, and says what it did", async () => {
    const completion = await answer(paris, { temperature: 0, max_tokens: 60 });
    expect(text(completion)).toContain("Paris");
    expect(completion).toMatchObject({
      object: "chat.completion",
      model: "smollm2-135m",
      provider: "Embedded",
      choices: [{ finish_reason: "stop", native_finish_reason: "eos" }],
      ignored_parameters: [],
    });
    expect(completion.usage?.prompt_tokens).toBe(42);
    expect(completion.choices[0]?.token_ids).toHaveLength(
      completion.usage?.completion_tokens ?? -1,
    );
  });

  it("takes its declared default for what is unset, shows it, and hides nothing", async () => {
    const { effective_parameters } = await answer("Hi", { max_tokens: 3 });
    expect(effective_parameters).toMatchObject({
      temperature: 0.2,
      top_p: 1,
      top_k: 0,
      min_p: 0,
      repetition_penalty: 1,
      max_tokens: 3,
    });
  });

  it("says the same at temperature 0, and with a seed, and something else without", async () => {
    const words = "Invent a name for a boat.";
    const twice = async (fields: object): Promise<string[]> => [
      text(await answer(words, { max_tokens: 24, ...fields })),
      text(await answer(words, { max_tokens: 24, ...fields })),
    ];
    expect(new Set(await twice({ temperature: 0 })).size).toBe(1);
    expect(new Set(await twice({ temperature: 1, seed: 7 })).size).toBe(1);
    expect(new Set(await twice({ temperature: 1.5 })).size).toBe(2);
  });

  it("can be repeated from the seed it reports", async () => {
    const first = await answer("Name a river.", { temperature: 1.2, max_tokens: 16 });
    const seed = first.effective_parameters?.["seed"];
    const second = await answer("Name a river.", { temperature: 1.2, max_tokens: 16, seed });
    expect(text(second)).toBe(text(first));
  });

  it("cuts at max_tokens, and a smaller cap is a prefix", async () => {
    const [short, long] = [
      await answer("Count to ten.", { temperature: 0, max_tokens: 5 }),
      await answer("Count to ten.", { temperature: 0, max_completion_tokens: 9 }),
    ];
    expect(short.choices[0]).toMatchObject({
      finish_reason: "length",
      native_finish_reason: "max_tokens",
    });
    expect(short.usage?.completion_tokens).toBe(5);
    expect(text(long).startsWith(text(short))).toBe(true);
  });

  it("ends before a stop string", async () => {
    const whole = text(await answer("Count to ten.", { temperature: 0, max_tokens: 30 }));
    const stop = whole.slice(8, 11);
    const cut = await answer("Count to ten.", {
      temperature: 0,
      max_tokens: 30,
      stop: [stop, "xyzzy"],
    });
    expect(text(cut)).toBe(whole.slice(0, whole.indexOf(stop)));
    expect(cut.choices[0]?.finish_reason).toBe("stop");
  });

  it("gives logprobs of the raw distribution without changing the text", async () => {
    const fields = { temperature: 1.3, top_p: 0.8, frequency_penalty: 1, seed: 11, max_tokens: 8 };
    const plain = await answer("Name a tree.", fields);
    const shown = await answer("Name a tree.", { ...fields, logprobs: true, top_logprobs: 20 });
    expect(text(shown)).toBe(text(plain));
    const content = shown.choices[0]?.logprobs?.content ?? [];
    expect(content.map(({ token }) => token).join("")).toBe(text(shown));
    expect(Buffer.from(content.flatMap(({ bytes }) => bytes ?? [])).toString()).toBe(text(shown));
    for (const { logprob, top_logprobs, token } of content) {
      const known = top_logprobs.reduce((sum, top) => sum + Math.exp(top.logprob), 0);
      expect(known).toBeLessThanOrEqual(1 + 1e-9);
      expect(top_logprobs).toHaveLength(20);
      expect(top_logprobs.toSorted((a, b) => b.logprob - a.logprob)).toEqual(top_logprobs);
      const same = top_logprobs.find((top) => top.token === token);
      if (same) expect(same.logprob).toBe(logprob);
    }
    expect(plain.choices[0]?.logprobs).toBeUndefined();
  });

  it("obeys logit_bias and penalties", async () => {
    const tokens = await model.tokens();
    const first = (await answer(paris, { temperature: 0, max_tokens: 1 })).choices[0]
      ?.token_ids?.[0];
    const banned = await answer(paris, {
      temperature: 0,
      max_tokens: 1,
      logit_bias: { [String(first)]: -100 },
    });
    expect(banned.choices[0]?.token_ids?.[0]).not.toBe(first);
    const [sea] = await tokens.tokenize(" sea");
    const forced = { temperature: 0, max_tokens: 4, logit_bias: { [String(sea)]: 100 } };
    expect(text(await answer("Hi", forced))).toBe(" sea sea sea sea");
    // 100 for each time it was said outweighs the bias from the second token on.
    const tired = await answer("Hi", { ...forced, frequency_penalty: 200 });
    expect(text(tired).startsWith(" sea")).toBe(true);
    expect(text(tired)).not.toContain(" sea sea");
  });

  it("keeps to JSON, and to a schema", async () => {
    const asked = "Describe the city of Paris as JSON.";
    for (const seed of [1, 2]) {
      const schema = {
        type: "object",
        properties: {
          city: { type: "string", maxLength: 12 },
          rating: { type: "integer", minimum: 1, maximum: 5 },
          tags: { type: "array", items: { enum: ["old", "big"] }, maxItems: 2 },
        },
        required: ["city", "rating", "tags"],
        additionalProperties: false,
      };
      const response_format = { type: "json_schema", json_schema: { name: "city", schema } };
      const made = await answer(asked, { temperature: 1, seed, max_tokens: 120, response_format });
      expect(made.choices[0]?.finish_reason).toBe("stop");
      const value = JSON.parse(text(made)) as { city: string; rating: number; tags: string[] };
      expect(Object.keys(value).toSorted()).toEqual(["city", "rating", "tags"]);
      expect([1, 2, 3, 4, 5]).toContain(value.rating);
      expect(value.tags.every((tag) => ["old", "big"].includes(tag))).toBe(true);
    }
    const response_format = { type: "json_object" };
    const fields = { temperature: 0, max_tokens: 60, response_format };
    const object = await answer('Answer with {"a": 1} and nothing else.', fields);
    if (object.choices[0]?.finish_reason === "stop")
      expect(JSON.parse(text(object))).toBeTypeOf("object");
    else expect(text(object)).toMatch(/^\{/);
  });

  it("lists what it does not honour", async () => {
    const completion = await answer("Hi", {
      max_tokens: 2,
      tools: [],
      top_logprobs: 3,
      n: 2,
      frequency_penalty: null,
      stream_options: { include_usage: true },
    });
    expect(completion.ignored_parameters?.toSorted()).toEqual(["n", "tools", "top_logprobs"]);
  });

  it("tells the progress of reading a long prompt, and stops between two pieces", async () => {
    const stop = new AbortController();
    const seen: ModelProgress[] = [];
    const asked = collect(
      model.stream(ask("one two three four five ".repeat(120), { max_tokens: 2 }), {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.message !== "reading the prompt") return;
          seen.push(progress);
          if (seen.length === 2) stop.abort();
        },
      }),
    );
    await expect(asked).rejects.toMatchObject({ record: { kind: "aborted" } });
    const [first, second] = seen;
    expect((second?.done ?? 0) - (first?.done ?? 0)).toBe(128);
    expect(second).toMatchObject({ total: 630 });
    expect(seen).toHaveLength(2);
  });

  it("refuses a prompt that leaves no room, with both figures, and cuts at the window", async () => {
    await withModel(
      { cacheDir: cache.cacheDir, contextLength: 64, saveStates: false },
      async (small) => {
        const long = collect(small.stream(ask("word ".repeat(60))));
        await expect(long).rejects.toBeInstanceOf(ApiError);
        await expect(long).rejects.toMatchObject({
          record: {
            code: "context_length_exceeded",
            error_type: "context_length_exceeded",
            details: { prompt_tokens: 91, context_length: 64 },
          },
        });
        const cut = await collect(
          small.stream(ask("Tell a story.", { temperature: 0, max_tokens: 900 })),
        );
        expect(cut.choices[0]).toMatchObject({
          finish_reason: "length",
          native_finish_reason: "window",
        });
        expect(cut.usage?.total_tokens).toBe(64);
      },
    );
  });

  it.each([{ max_tokens: -1 }, { temperature: "hot" }, { stop: [""] }, { messages: [] }])(
    "refuses %j before anything is computed",
    async (fields) => {
      await expect(answer("Hi", fields)).rejects.toBeInstanceOf(InvalidInputError);
    },
  );

  it("describes itself in the wire's words", async () => {
    expect(await model.describe()).toMatchObject({
      id: "smollm2-135m",
      context_length: 8192,
      pricing: { prompt: "0", completion: "0" },
      default_parameters: { temperature: 0.2, max_tokens: 1024 },
    });
    const listed = await localCatalog().get("smollm2-135m");
    expect(listed?.model).toMatchObject({ context_length: 8192, id: "smollm2-135m" });
    expect(await localCatalog().get("other")).toBeUndefined();
    expect((await localCatalog().list()).length).toBeGreaterThan(0);
  });

  it("says so when a file is a GGUF file and yet no model", async () => {
    const file = path.join(cache.cacheDir, "broken.gguf");
    await writeFile(file, Buffer.concat([Buffer.from("GGUF"), Buffer.alloc(200)]));
    await withModel({ cacheDir: cache.cacheDir, model: file }, async (broken) => {
      await expect(collect(broken.stream(ask("Hi")))).rejects.toMatchObject({
        record: { kind: "model_file", code: "model_file_damaged" },
      });
    });
  });

  it("answers nothing any more once disposed of", async () => {
    const gone = testModel({ cacheDir: cache.cacheDir });
    await gone.dispose();
    await gone.dispose();
    await expect(collect(gone.stream(ask("Hi")))).rejects.toMatchObject({
      record: { kind: "invalid_input" },
    });
  });
});
