import type { Preset } from "@colloquy/core";
import { parameterWords } from "../render/status-line.ts";

/** What a preset sets, in words: `temperature 0.2, max_tokens 500`. */
export function presetWords({ parameters, system }: Preset): string {
  const words = parameterWords(parameters);
  return [words, system === undefined ? "" : "a system prompt"].filter(Boolean).join(", ");
}
