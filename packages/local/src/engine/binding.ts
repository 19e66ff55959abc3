import { ModelFileError } from "@colloquy/core";
import type * as NodeLlamaCpp from "node-llama-cpp";
import type { Llama } from "node-llama-cpp";

export interface Binding {
  module: typeof NodeLlamaCpp;
  llama: Llama;
  /** Version of node-llama-cpp. */
  version: string;
}

/**
 * Loads node-llama-cpp and its prebuilt CPU binary. It never compiles or downloads one, and it is silent:
 * nothing of llama.cpp's log reaches stdout or stderr. Each call makes an instance of its own.
 */
export async function loadBinding(maxThreads: number): Promise<Binding> {
  let module: typeof NodeLlamaCpp;
  try {
    module = await import("node-llama-cpp");
  } catch (error) {
    throw engineMissing("node-llama-cpp is not installed", error);
  }
  try {
    const llama = await module.getLlama({
      gpu: false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: module.LlamaLogLevel.disabled,
      maxThreads,
    });
    return { module, llama, version: await module.getModuleVersion() };
  } catch (error) {
    throw engineMissing("node-llama-cpp has no binary that runs here", error);
  }
}

function engineMissing(message: string, cause: unknown): ModelFileError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new ModelFileError(
    {
      message: `${message}: ${words.split("\n")[0]}`,
      code: "engine_missing",
      remedy:
        "Run npm install again without --omit=optional on a platform node-llama-cpp has binaries for, or use a model on a server (-m).",
    },
    { cause },
  );
}
