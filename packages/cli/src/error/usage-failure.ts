import { errorRecord, type ErrorRecord } from "@colloquy/core";

/** The object of `--json` for words that no command could be made of; `text` is what stderr says. */
export function usageFailure(text: string): { state: "failed"; error: ErrorRecord } {
  const [line = "", ...more] = text.trim().split("\n");
  const error = errorRecord("invalid_input", {
    message: line.replace(/^error: /, ""),
    code: "bad_usage",
    remedy: more.join(" ").trim() || null,
  });
  return { state: "failed", error };
}
