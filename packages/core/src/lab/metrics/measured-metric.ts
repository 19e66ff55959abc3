import { compare, type Comparison, type ComparisonOptions } from "../inference/comparison.ts";
import { comparePaired } from "../inference/paired.ts";
import { PROMPTS_FOR_SCOPE, type Kind, type KindEstimate, type Scope } from "../kinds/kind.ts";
import { equalWeightTrials } from "../statistics/wilson.ts";
import type { Measure } from "./measure.ts";
import type { PromptObservations } from "./observation.ts";

/** A cell's estimate with what it rests on. */
export interface CellEstimate extends KindEstimate {
  scope: Scope;
  /** Samples with a value. */
  n: number;
  /**
   * What the interval rests on: for shares the number of trials (pairs for exact_match), and fewer where copies of
   * a deterministic cell count once a prompt.
   */
  n_effective: number;
  /** Set when copies of a prompt's answer counted once. */
  copies?: true;
  /** Samples without a value: failed calls, or what the metric needs was not told. */
  missing: number;
  /** Every value, where they are shown instead of an interval; at most 200. */
  values: readonly (number | string)[] | null;
}

/** A metric over the cells of an experiment: read once, then estimated and compared. */
export interface MeasuredMetric {
  /** Whether its differences get verdicts. */
  readonly gives_verdicts: boolean;
  /** Whether a check holds it to a Wilson bound. */
  readonly is_rate: boolean;
  /** Reads a cell's samples. `deterministic` cells give the same answer again and again. */
  add(
    cellId: string,
    prompts: readonly PromptObservations[],
    options: { deterministic: boolean },
  ): Promise<void>;
  estimate(cellId: string, scope: Scope): CellEstimate;
  compare(cellId: string, baselineId: string, options: ComparisonOptions): Comparison | null;
  /** The comparison with missing values at their worst for `ahead`; null when both miss the same number. */
  worstCase(
    cellId: string,
    baselineId: string,
    options: ComparisonOptions,
  ): (() => Comparison | null) | null;
}

interface Stratum<V> {
  /** One for each sample in order of index, null where it has none. */
  scored: readonly (V | null)[];
  values: readonly V[];
  /** Copies of one answer that count once. */
  copies: boolean;
  missing: number;
}

/** Makes a metric from a measure; the type of its values stays inside. */
export const MeasuredMetric = {
  of<V>(measure: Measure<V>): MeasuredMetric {
    return new MeasuredBy(measure);
  },
};

const VALUES_SHOWN = 200;

class MeasuredBy<V> implements MeasuredMetric {
  readonly #measure: Measure<V>;
  readonly #cells = new Map<string, ReadonlyMap<string, Stratum<V>>>();
  readonly #counted = new Map<string, number>();

  constructor(measure: Measure<V>) {
    this.#measure = measure;
  }

  get gives_verdicts(): boolean {
    return this.#measure.kind.statistic !== null;
  }

  get is_rate(): boolean {
    return this.#measure.kind.proportion;
  }

  async add(
    cellId: string,
    prompts: readonly PromptObservations[],
    { deterministic }: { deterministic: boolean },
  ): Promise<void> {
    const strata = new Map<string, Stratum<V>>();
    let counted = 0;
    for (const { prompt, observations } of prompts) {
      if (observations.length === 0) continue;
      const scored = await this.#measure.score(prompt, observations);
      const values = scored.filter((value) => value !== null);
      counted += values.length;
      const copies = deterministic && this.#measure.textual && areCopies(observations);
      const one = copies ? this.#measure.kind.collapse(values) : undefined;
      strata.set(prompt.id, {
        scored,
        values: one === undefined ? values : [one],
        copies: one !== undefined && values.length > 1,
        missing: observations.filter(({ answered }) => !answered).length,
      });
    }
    this.#cells.set(cellId, strata);
    this.#counted.set(cellId, counted);
  }

  estimate(cellId: string, wanted: Scope): CellEstimate {
    const strata = [...(this.#cells.get(cellId)?.values() ?? [])];
    const values = strata.map((stratum) => stratum.values).filter((each) => each.length > 0);
    const scope = values.length < PROMPTS_FOR_SCOPE ? "these_prompts" : wanted;
    const { kind, bounds, show } = this.#measure;
    const all = values.flat();
    const estimate: KindEstimate =
      all.length === 0
        ? { value: null, interval: null, method: "none", notes: ["no sample has a value"] }
        : kind.estimate(values, scope, bounds);
    return {
      ...estimate,
      scope,
      n: this.#counted.get(cellId) ?? 0,
      n_effective: kind.proportion ? trialsOf(values, kind) : all.length,
      ...(strata.some(({ copies }) => copies) ? { copies: true } : {}),
      missing: this.#measure.countsFailures
        ? 0
        : strata.reduce((sum, { missing }) => sum + missing, 0),
      values: estimate.interval ? null : all.slice(0, VALUES_SHOWN).map(show),
    };
  }

  compare(cellId: string, baselineId: string, options: ComparisonOptions): Comparison | null {
    const { paired } = this.#measure.kind;
    if (options.paired && paired) return this.#paired(cellId, baselineId, { ...options, paired });
    return this.#compared(cellId, baselineId, options, (stratum) => stratum.values);
  }

  worstCase(
    cellId: string,
    baselineId: string,
    options: ComparisonOptions,
  ): (() => Comparison | null) | null {
    const [a, b] = [this.#cells.get(cellId), this.#cells.get(baselineId)];
    const missing = (strata: typeof a): number =>
      [...(strata?.values() ?? [])].reduce((sum, stratum) => sum + stratum.missing, 0);
    if (this.#measure.countsFailures || missing(a) === missing(b)) return null;
    return () => {
      const ahead = this.compare(cellId, baselineId, options);
      const direction = (ahead?.difference ?? 0) > 0 ? "low" : "high";
      return this.#compared(cellId, baselineId, options, (stratum, side, items) => [
        ...stratum.values,
        ...this.#measure.kind.extremes(items, side === "cell" ? direction : opposite(direction), {
          count: stratum.missing,
          bounds: this.#measure.bounds,
        }),
      ]);
    };
  }

  /** Both cells hold the same samples, cut at different lengths. */
  #paired(
    cellId: string,
    baselineId: string,
    { paired, ...options }: Omit<ComparisonOptions, "paired"> & { paired: (a: V, b: V) => number },
  ): Comparison | null {
    const baseline = this.#cells.get(baselineId);
    const strata = [...(this.#cells.get(cellId) ?? [])].map(([promptId, { scored }]) =>
      scored.flatMap((a, index) => {
        const b = baseline?.get(promptId)?.scored[index] ?? null;
        return a === null || b === null ? [] : [paired(a, b)];
      }),
    );
    const { kind, bounds } = this.#measure;
    return comparePaired(strata, { ...options, bounds, proportion: kind.proportion });
  }

  #compared(
    cellId: string,
    baselineId: string,
    options: ComparisonOptions,
    valuesOf: (stratum: Stratum<V>, side: "cell" | "baseline", items: readonly V[]) => readonly V[],
  ): Comparison | null {
    const [cell, baseline] = [this.#cells.get(cellId), this.#cells.get(baselineId)];
    const strata = [...(cell ?? [])].flatMap(([promptId, a]) => {
      const b = baseline?.get(promptId);
      if (!b) return [];
      const items = [...a.values, ...b.values];
      return [{ a: valuesOf(a, "cell", items), b: valuesOf(b, "baseline", items) }];
    });
    return compare(this.#measure.kind, strata, {
      ...options,
      bounds: this.#measure.bounds,
    });
  }
}

/** Trials that a mean of the prompts' shares rests on. */
function trialsOf<V>(strata: readonly (readonly V[])[], kind: Kind<V>): number {
  const counts = strata.map((values) => kind.trials(values.length)).filter((count) => count > 0);
  return counts.length === 0 ? 0 : Math.round(equalWeightTrials(counts) * 100) / 100;
}

const opposite = (direction: "low" | "high"): "low" | "high" =>
  direction === "low" ? "high" : "low";

function areCopies(observations: PromptObservations["observations"]): boolean {
  const answered = observations.filter((each) => each.answered);
  return answered.length > 0 && answered.every(({ text }) => text === answered[0]?.text);
}
