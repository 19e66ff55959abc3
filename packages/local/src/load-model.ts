import { ColloquyError, ModelFileError, type StreamOptions } from "@colloquy/core";
import { LOCAL_PROVIDER } from "./chat/local-chat-model.ts";
import type { LoadedModel } from "./chat/loaded-model.ts";
import type { Threads } from "./engine/alone.ts";
import { Engine } from "./engine/engine.ts";
import { fetchModelFile, type ModelFile } from "./model-file/fetch-model-file.ts";
import { modelTemplate } from "./template/model-template.ts";

export interface LoadOptions {
  /** Folder for what can be fetched or computed again: model files and processed prompts. */
  cacheDir: string;
  /** Tokens a prompt and its answer may have together; at most the model's own window. */
  contextLength?: number;
  /** Measured where not given. They change how long it takes, never the text. */
  threads?: Partial<Threads>;
  /** Whether processed prompts are kept in `cacheDir` for later processes (true when not given). They spell out what was said. */
  saveStates?: boolean;
  /** Whether an answer is read as prompt as soon as nobody waits: for a process that goes on with the conversation. */
  readAhead?: boolean;
  env?: Readonly<Record<string, string | undefined>>;
}

/** Fetches a model's file where it is not there yet, and loads it. Throws `ModelFileError` or `AbortedError`. */
export async function loadModel(
  name: string,
  options: LoadOptions,
  { signal, onProgress }: StreamOptions,
): Promise<LoadedModel> {
  const { cacheDir, env } = options;
  const file = await fetchModelFile({ model: name, cacheDir, signal, onProgress, env });
  onProgress?.({ message: `loading ${name}` });
  const engine = await loadEngine(file, options);
  return {
    name,
    sha256: file.sha256,
    engine,
    template: await modelTemplate(engine, file),
    defaults: file.embedded?.default_parameters ?? {},
    head: {
      model: name,
      provider: LOCAL_PROVIDER,
      system_fingerprint: `${engine.fingerprint}-${file.sha256.slice(0, 8)}`,
    },
  };
}

async function loadEngine(file: ModelFile, options: LoadOptions): Promise<Engine> {
  try {
    return await Engine.load({
      modelPath: file.path,
      sha256: file.sha256,
      cacheDir: options.cacheDir,
      saveStates: options.saveStates ?? true,
      readAhead: options.readAhead ?? false,
      contextLength: options.contextLength ?? file.embedded?.context_length,
      threads: options.threads,
    });
  } catch (error) {
    if (error instanceof ColloquyError) throw error;
    throw new ModelFileError(
      {
        message: `${file.path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
        code: "model_file_damaged",
        remedy:
          "It may be cut short, or of a kind this version of llama.cpp does not know. Fetch it again, or use another model.",
        details: { path: file.path },
      },
      { cause: error },
    );
  }
}
