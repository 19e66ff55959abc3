import { InvalidInputError } from "../../error/errors.ts";
import { nearestName } from "../../parameter/nearest-name.ts";
import { randomFrom, shuffled } from "../../sampling/random.ts";
import { probeCases } from "./probe-cases.ts";
import type { ProbeArm, ProbeCall, ProbeCase } from "./probe.ts";

/** `max_tokens` at its high end is long and needs few calls. */
const LONG_SAMPLES = 3;

export interface ProbeDesignOptions {
  /** Names to probe; all that can be probed unless given. */
  parameters?: readonly string[];
  seed: number;
}

/** The cases of those names. Throws `InvalidInputError` on one that cannot be probed. */
export function casesOf(names: readonly string[] | undefined): readonly ProbeCase[] {
  if (!names || names.length === 0) return probeCases;
  return names.map((name) => {
    const found = probeCases.find(({ parameter }) => parameter === name);
    if (found) return found;
    const allowed = probeCases.map(({ parameter }) => parameter);
    const nearest = nearestName(name, allowed);
    throw new InvalidInputError({
      message: `${JSON.stringify(name)} cannot be probed${nearest ? `; did you mean ${nearest}?` : ""}`,
      remedy: `These can: ${allowed.join(", ")}.`,
      details: { field: "parameter", given: name, allowed, ...(nearest && { nearest }) },
    });
  });
}

/**
 * Every call of a probe: each arm against neutral on the same prompts, interleaved in seeded random blocks.
 * Neutral is drawn twice as often: one half against the other is the A/A control.
 */
export function probeDesign({ parameters, seed }: ProbeDesignOptions): readonly ProbeCall[] {
  const cases = casesOf(parameters);
  const random = randomFrom(seed);
  const calls: ProbeCall[] = [];
  const blocks = Math.max(...cases.map(({ setting }) => setting.samples));
  for (let block = 0; block < blocks; block += 1) {
    const live = cases.filter(({ setting }) => block < setting.samples);
    calls.push(...shuffled([...neutralCalls(live, block), ...armCalls(live, block)], random));
  }
  return calls;
}

function neutralCalls(cases: readonly ProbeCase[], block: number): readonly ProbeCall[] {
  const settings = [...new Set(cases.map(({ setting }) => setting))];
  return settings.flatMap(({ name, prompts, base }) =>
    [0, 1].map((half): ProbeCall => {
      const prompt = block % prompts.length;
      return {
        setting: name,
        parameter: null,
        arm: "neutral",
        prompt,
        index: 2 * block + half,
        messages: prompts[prompt] ?? [],
        parameters: base,
      };
    }),
  );
}

function armCalls(cases: readonly ProbeCase[], block: number): readonly ProbeCall[] {
  return cases.flatMap(({ parameter, setting, arms, along = {} }) =>
    arms
      .filter((arm) => block < LONG_SAMPLES || !isLong(parameter, arm))
      .flatMap(({ name, value, times = 1 }) =>
        Array.from({ length: times }, (_, time): ProbeCall => {
          const prompt = block % setting.prompts.length;
          return {
            setting: setting.name,
            parameter,
            arm: name,
            prompt,
            index: times * block + time,
            messages: setting.prompts[prompt] ?? [],
            parameters: { ...setting.base, ...along, [parameter]: value },
          };
        }),
      ),
  );
}

/** The arm that asks for long answers. */
export const isLong = (parameter: string, { name }: Pick<ProbeArm, "name">): boolean =>
  parameter === "max_tokens" && name === "high";
