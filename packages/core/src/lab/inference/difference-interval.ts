import { clipped, type Interval } from "../statistics/interval.ts";

/** A value with the interval it stands in. */
interface Bounded {
  value: number;
  interval: Interval;
}

/** value ± quantile · SE; null without spread. */
export function around(value: number, standardError: number, quantile: number): Interval | null {
  const half = quantile * standardError;
  return Number.isFinite(half) && half > 0 ? [value - half, value + half] : null;
}

/**
 * The interval of a − b from those of a and b, each distance squared and added (Newcombe 1998, method 10, for
 * proportions; Zou, Donner 2008 for any): it keeps their skewness, and is never of zero width where they are not.
 */
export function squareAndAdd(a: Bounded, b: Bounded): Interval {
  const [lowA, highA] = a.interval;
  const [lowB, highB] = b.interval;
  const value = a.value - b.value;
  return [
    value - Math.hypot(a.value - lowA, highB - b.value),
    value + Math.hypot(highA - a.value, b.value - lowB),
  ];
}

/** The same at any level, within what is possible. */
export function withinSpan(
  intervalAt: (level: number) => Interval | null,
  largest: number,
): (level: number) => Interval | null {
  return (level) => {
    const interval = intervalAt(level);
    return interval && clipped(interval, [-largest, largest]);
  };
}
