import { holm } from "../statistics/holm.ts";
import { armView, isSteady } from "./arm-view.ts";
import { probeCases } from "./probe-cases.ts";
import { ALPHA, probeFinding } from "./probe-finding.ts";
import type { ProbeFinding, ProbeResult } from "./probe.ts";

export interface ProbeLabelOptions {
  seed: number;
  /** Parameters the server's metadata says it does not pass on. */
  unlisted?: readonly string[];
}

/** What a probe's calls say about each parameter, false effects in at most 1% of probes (Holm). */
export function probeLabels(
  results: readonly ProbeResult[],
  { seed, unlisted = [] }: ProbeLabelOptions,
): readonly ProbeFinding[] {
  const names = new Set(results.map(({ call }) => call.parameter));
  const cases = probeCases.filter(({ parameter }) => names.has(parameter));
  const views = cases.map((probed) => ({
    probed,
    steady: isSteady(results, probed.setting, seed),
    arms: probed.arms.map((arm) => armView(results, { probed, arm, seed })),
  }));
  const compared = views.flatMap(({ arms }) => arms).filter(({ comparison }) => comparison);
  const adjusted = holm(compared.map(({ comparison }) => comparison?.p ?? 1));
  const pOf = new Map(compared.map((view, index) => [view, adjusted[index] ?? 1]));
  const level = ALPHA / Math.max(1, compared.length);
  return views.map(({ probed, steady, arms }) =>
    probeFinding({
      parameter: probed.parameter,
      arms,
      steady,
      level,
      pOf,
      unlisted: unlisted.includes(probed.parameter),
    }),
  );
}
