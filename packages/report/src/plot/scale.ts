/** An axis: values to pixels, with ticks at round numbers. */
export interface Scale {
  low: number;
  high: number;
  ticks: readonly number[];
  at: (value: number) => number;
}

/** Steps of 1, 2 or 5 times a power of ten, at most about `count` of them. */
function tickStep(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((each) => each * power >= raw * 0.999) ?? 10;
  return factor * power;
}

/** A linear scale over all values, its ends at ticks; `bounds` are ends it never passes. */
export function linearScale(
  values: readonly number[],
  {
    from,
    to,
    ticks = 5,
    bounds = [-Infinity, Infinity],
  }: { from: number; to: number; ticks?: number; bounds?: readonly [number, number] },
): Scale {
  const finite = values.filter((value) => Number.isFinite(value));
  const least = finite.length === 0 ? 0 : Math.min(...finite);
  const most = finite.length === 0 ? 1 : Math.max(...finite);
  const span = most - least || Math.abs(most) || 1;
  const step = tickStep(span, ticks);
  const low = Math.max(bounds[0], Math.floor(least / step - 1e-9) * step);
  const high = Math.min(bounds[1], Math.max(low + step, Math.ceil(most / step + 1e-9) * step));
  const count = Math.round((high - low) / step);
  return {
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, index) =>
      Number((low + index * step).toPrecision(12)),
    ),
    at: (value) =>
      from + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (to - from),
  };
}
