import type { Verdict } from "@colloquy/core";

/** One character for a verdict. */
export function verdictSign({ verdict }: Verdict): string {
  const signs = {
    higher: "▲",
    lower: "▼",
    better: "✓",
    worse: "✗",
    equivalent: "≈",
    undecided: "?",
  };
  return signs[verdict];
}
