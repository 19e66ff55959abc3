import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testModelFile } from "../testing/test-model.ts";
import { loadBinding, type Binding } from "./binding.ts";
import type { Decoder } from "./decoder.ts";
import { GrowingSlot } from "./growing-slot.ts";
import { openDecoder, writingTools } from "./tools.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("GrowingSlot", () => {
  let binding: Binding;
  let open: (size: number) => Promise<Decoder>;
  let logitsOf: (slot: GrowingSlot, token: number) => Promise<Float32Array>;
  let opened: number[];
  const prompt = Array.from({ length: 40 }, (_, index) => 300 + index * 11);

  beforeAll(async () => {
    binding = await loadBinding(1);
    const model = await binding.llama.loadModel({ modelPath: await testModelFile() });
    const tools = writingTools(binding, model, 8192);
    const plain = tools.newSampler();
    plain.applyConfig({ temperature: 0, seed: 0 });
    open = (size) => {
      opened.push(size);
      return openDecoder(binding, model, { width: 1, size, threads: 1 });
    };
    logitsOf = async (slot, token) => {
      const [place = -1] = await slot.decode([{ slot: 0, token }], 1);
      return slot.logits(place, plain, tools.vocabularySize);
    };
  });
  afterAll(() => binding.llama.dispose());

  it("opens what is needed, no more than the window, and moves its state along", async () => {
    opened = [];
    const slot = new GrowingSlot(6000, open);
    expect(slot.held(0)).toEqual([]);
    await slot.read(0, prompt, 1);
    const before = await logitsOf(slot, 5);
    slot.truncate(0, prompt.length);
    await slot.reserve(2100);
    await slot.reserve(3000);
    expect(slot.held(0)).toEqual(prompt);
    expect(await logitsOf(slot, 5)).toEqual(before);
    await slot.reserve(9999);
    expect(opened).toEqual([2048, 4096, 6000]);
    await slot.dispose();
  });
});
