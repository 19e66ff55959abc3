import { InvalidInputError } from "@colloquy/core";
import type { Llama, LlamaGrammar, LlamaModel } from "node-llama-cpp";
import type { Binding } from "./binding.ts";
import { Decoder, type Breathe } from "./decoder.ts";
import { READ_CHUNK } from "./read-prompt.ts";
import { nativeContext, nativeGrammarState, nativeSampler } from "./native-context.ts";
import type { WritingTools } from "./writing.ts";

/** Parsed grammars that are kept; a server may be given any number of schemas. */
const MOST_GRAMMARS = 64;

/** A binding whose inside is not the one this code was written for. */
function unknownInside(version: string): Error {
  return new Error(
    `node-llama-cpp ${version} is not the version this engine knows; install the one in its package.json`,
  );
}

/** Makes samplers and grammar states for one loaded model. Grammars are parsed once. */
export function writingTools(binding: Binding, model: LlamaModel, window: number): WritingTools {
  const { llama, module, version } = binding;
  const grammars = new Map<string, Promise<LlamaGrammar>>();
  return {
    model,
    window,
    vocabularySize: vocabularySize(model),
    newSampler: () => {
      const sampler = nativeSampler(llama, model);
      if (!sampler) throw unknownInside(version);
      return sampler;
    },
    newGrammarState: async (text) => {
      if (grammars.size >= MOST_GRAMMARS) grammars.clear();
      const parsed = grammars.get(text) ?? parseGrammar(llama, text);
      grammars.set(text, parsed);
      const grammar = await parsed;
      const state = nativeGrammarState(new module.LlamaGrammarEvaluationState({ model, grammar }));
      if (!state) throw unknownInside(version);
      return state;
    },
  };
}

async function parseGrammar(llama: Llama, text: string): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammar({ grammar: text });
  } catch (error) {
    throw new InvalidInputError(
      {
        message: "the JSON schema makes no grammar that llama.cpp can use",
        code: "invalid_schema",
        remedy: "Look for a $ref that leads back to itself with no object or array in between.",
        details: { field: "response_format", allowed: "a JSON schema" },
      },
      { cause: error },
    );
  }
}

function vocabularySize(model: LlamaModel): number {
  let size = 0;
  for (const _ of model.iterateAllTokens()) size++;
  return size;
}

export interface DecoderOptions {
  /** Sequences. */
  width: number;
  /** Tokens each sequence can hold. */
  size: number;
  threads: number;
  breathe?: Breathe;
}

/**
 * Opens a context. Flash attention is off and the cache in 16 bits, always: with other options the same
 * prompt, read in other pieces, gives other logits.
 */
export async function openDecoder(
  binding: Binding,
  model: LlamaModel,
  { width, size, threads, breathe }: DecoderOptions,
): Promise<Decoder> {
  const context = await model.createContext({
    sequences: width,
    contextSize: size,
    batchSize: READ_CHUNK,
    flashAttention: false,
    threads,
    swaFullCache: true,
    ignoreMemorySafetyChecks: true,
    failedCreationRemedy: false,
  });
  const native = nativeContext(context);
  if (native) return new Decoder(context, native, breathe);
  await context.dispose();
  throw unknownInside(binding.version);
}

/** Names the options above for saved states; to be changed with them. */
export const DECODER_OPTIONS = "flash=off kv=f16 swa=full canonical=1";
