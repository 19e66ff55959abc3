import { getLlama, LlamaLogLevel } from "node-llama-cpp";

/** Writes some tokens after a prompt, and says how many a second. */
export interface PlainStream {
  rate(seed: number): Promise<number>;
  dispose(): Promise<void>;
}

/** What both subjects of "one stream" do: the same prompt, the same explicit sampler, as many tokens. */
export const streamSettings = {
  prompt: "Tell a long story about a lighthouse.",
  tokens: 128,
  temperature: 0.8,
  top_k: 40,
  top_p: 0.95,
} as const;

/** node-llama-cpp's own low-level sequence with an explicit sampler, one thread, nothing of ours around it. */
export async function plainStream(modelPath: string): Promise<PlainStream> {
  const llama = await getLlama({
    gpu: false,
    build: "never",
    logLevel: LlamaLogLevel.disabled,
    maxThreads: 1,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({
    contextSize: 8192,
    sequences: 1,
    flashAttention: false,
    threads: 1,
  });
  const sequence = context.getSequence();
  const { prompt, tokens, temperature, top_k, top_p } = streamSettings;
  const input = model.tokenize(
    `<|im_start|>user\n${prompt}<|im_end|>\n<|im_start|>assistant\n`,
    true,
  );
  return {
    rate: async (seed) => {
      await sequence.clearHistory();
      await sequence.evaluateWithoutGeneratingNewTokens(input.slice(0, -1));
      let written = 0;
      let start = performance.now();
      const options = { temperature, topK: top_k, topP: top_p, seed, yieldEogToken: true };
      for await (const _ of sequence.evaluate(input.slice(-1), options)) {
        // From the first token on, as a reader of our stream can time it.
        if (written === 0) start = performance.now();
        if (written++ >= tokens) break;
      }
      return (tokens * 1000) / (performance.now() - start);
    },
    dispose: () => llama.dispose(),
  };
}
