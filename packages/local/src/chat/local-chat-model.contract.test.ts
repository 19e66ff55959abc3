import { chatModelContract } from "@colloquy/testkit";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { freshCache, testModel } from "../testing/test-model.ts";

// The machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

describe("the embedded model as a ChatModel", () => {
  let cache: Awaited<ReturnType<typeof freshCache>>;
  beforeAll(async () => {
    cache = await freshCache();
  });
  afterAll(() => cache.remove());

  const ask = (content: string) => ({
    model: "smollm2-135m",
    messages: [{ role: "user" as const, content }],
    temperature: 0,
  });

  for (const { name, run } of chatModelContract)
    it(name, () =>
      run(() => {
        const model = testModel({ cacheDir: cache.cacheDir });
        return Promise.resolve({
          model,
          answered: { ...ask("Name a colour."), max_tokens: 8 },
          long: { ...ask("Tell a long story."), max_tokens: 500 },
          refused: ask("word ".repeat(9000)),
          working: () => model.working,
        });
      }),
    );
});
