import type { Parameters, ProbeFinding } from "@colloquy/core";
import type { CommandContext } from "../../context.ts";
import { sanitise } from "../../render/sanitise.ts";
import { keptProbes, type KeptProbe } from "./kept-probes.ts";

/**
 * What the last probes say against sending these parameters to this model: those that were rejected, dropped
 * or showed no effect. One line each, with the date; nothing where nobody probed in the last 30 days.
 */
export async function probeWarnings(
  { paths, environment }: Pick<CommandContext, "paths" | "environment">,
  { model, parameters }: { model: string; parameters: Parameters },
): Promise<readonly string[]> {
  const names = Object.keys(parameters);
  if (names.length === 0) return [];
  const probes = (await keptProbes(paths.cache, environment.now())).filter(
    (probe) => probe.model === model,
  );
  return names.flatMap((name) => {
    for (const probe of probes) {
      const finding = probe.findings.find(({ parameter }) => parameter === name);
      if (finding) return warningOf(finding, probe);
    }
    return [];
  });
}

function warningOf(
  { parameter, label, detail }: ProbeFinding,
  { model, provider, at }: KeptProbe,
): readonly string[] {
  const where = `${model}${provider === null ? "" : ` at ${provider}`}`;
  const when = `probed ${at.slice(0, 10)}`;
  switch (label) {
    case "rejected":
      return [sanitise(`${parameter} was rejected by ${where} (${when}): ${detail}`)];
    case "no_effect":
      return [sanitise(`${parameter} had no effect to be seen on ${where} (${when})`)];
    case "dropped":
      return [sanitise(`${parameter} is dropped on the way to ${where} (${when})`)];
    case "clamped":
    case "honoured":
    case "undetermined":
      return [];
  }
}
