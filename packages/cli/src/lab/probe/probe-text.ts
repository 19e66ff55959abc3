import type { ProbeFinding } from "@colloquy/core";
import { columns } from "../../render/columns.ts";
import { sanitise } from "../../render/sanitise.ts";
import type { KeptProbe } from "./kept-probes.ts";

/** A probe as a table. */
export function probeText({ model, provider, at, findings }: KeptProbe): string {
  const head = `${model}${provider === null ? "" : ` at ${provider}`}, ${at.slice(0, 10)}`;
  const rows = columns(
    [{ title: "parameter" }, { title: "found" }, { title: "how" }],
    findings.map((finding) => [finding.parameter, labelWords(finding), sanitise(finding.detail)]),
  );
  return `${head}\n${rows.join("\n")}\n`;
}

/** A label in words, with what it rests on. */
export function labelWords({ label, range, detectable }: ProbeFinding): string {
  switch (label) {
    case "clamped":
      return `clamped in [${range?.[0] ?? "…"}, ${range?.[1] ?? "…"}]`;
    case "no_effect":
      return `no effect seen (a shift ≥ ${(detectable ?? 1).toFixed(2)} would have been)`;
    case "dropped":
      return "dropped on the way";
    case "honoured":
    case "rejected":
    case "undetermined":
      return label;
  }
}
