import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testModelFile } from "../testing/test-model.ts";
import { loadBinding, type Binding } from "./binding.ts";
import { Decoder } from "./decoder.ts";
import { nativeContext, nativeSampler, type NativeContext } from "./native-context.ts";
import { readBody } from "./read-prompt.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("Decoder", () => {
  let binding: Binding;
  let open: (change?: (native: NativeContext) => NativeContext) => Promise<Decoder>;
  let logitsAfter: (decoder: Decoder, slots: number[], token: number) => Promise<Float32Array>;
  let prompt: number[];

  beforeAll(async () => {
    binding = await loadBinding(2);
    const model = await binding.llama.loadModel({ modelPath: await testModelFile() });
    const plain = nativeSampler(binding.llama, model);
    plain?.applyConfig({ temperature: 0, seed: 0 });
    prompt = model.tokenize(
      "The lighthouse keeper walked down to the harbour before the storm came.",
    );
    open = async (change = (native) => native) => {
      const context = await model.createContext({
        sequences: 4,
        contextSize: 128,
        batchSize: 512,
        flashAttention: false,
        threads: 2,
      });
      const native = nativeContext(context);
      if (!native) throw new Error("the binding is not the one this was written for");
      return new Decoder(context, change(native));
    };
    logitsAfter = async (decoder, slots, token) => {
      if (!plain) throw new Error("no sampler");
      const places = await decoder.decode(
        slots.map((slot) => ({ slot, token })),
        1,
      );
      return decoder.logits(places.at(-1) ?? -1, plain, 49_152);
    };
  });
  afterAll(() => binding.llama.dispose());

  it("gives the same logits however the prompt was cut, and beside others", async () => {
    const decoder = await open();
    await decoder.read(0, prompt, 1);
    const whole = await logitsAfter(decoder, [0], 5);
    decoder.truncate(0, prompt.length);
    for (const cut of [2, 5, prompt.length - 2]) {
      decoder.reset(1);
      await decoder.read(1, prompt.slice(0, cut), 2);
      expect(await readBody(decoder, 1, prompt, { threads: 1 })).toBe(cut);
      expect(await logitsAfter(decoder, [0, 1], 5)).toEqual(whole);
      decoder.truncate(0, prompt.length);
    }
    await decoder.dispose();
  });

  it("copies a state, and where the binding cannot, by way of a file", async () => {
    const without = (native: NativeContext): NativeContext =>
      new Proxy(native, {
        get: (target, name) => {
          if (name === "copySequenceStateFromOtherSequence") return undefined;
          const found: unknown = Reflect.get(target, name);
          return typeof found === "function" ? (found.bind(target) as unknown) : found;
        },
      });
    const results: Float32Array[] = [];
    for (const decoder of [await open(), await open(without)]) {
      await decoder.read(0, prompt, 1);
      await decoder.fork(2, 0, prompt.length - 3);
      expect(decoder.held(2)).toEqual(prompt.slice(0, -3));
      results.push(await logitsAfter(decoder, [2], 9));
      await decoder.dispose();
    }
    expect(results[0]).toEqual(results[1]);
  });

  it("forgets what is truncated, and what is beyond repair", async () => {
    const decoder = await open();
    await decoder.read(3, prompt, 1);
    decoder.truncate(3, 4);
    expect(decoder.held(3)).toEqual(prompt.slice(0, 4));
    decoder.reset(3);
    expect(decoder.held(3)).toEqual([]);
    await decoder.read(3, prompt, 1);
    await decoder.dispose();
  });
});
