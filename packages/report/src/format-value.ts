import type { MetricSpec } from "@colloquy/core";

type Unit = MetricSpec["unit"];

const MINUS = "−";

function signed(text: string): string {
  return text.startsWith("-") ? MINUS + text.slice(1) : text;
}

/** Digits that three figures of `size` need after the point. */
function decimals(size: number): number {
  if (size === 0 || !Number.isFinite(size)) return 0;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/** A value in its unit: shares as percentages, money in dollars, the rest with three figures. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === "share") return signed(`${Number((value * 100).toFixed(1))}%`);
  const text = signed(
    value
      .toFixed(decimals(Math.abs(value)))
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, ""),
  );
  return unit === "usd" ? `$${text}` : text;
}

/** `[lo, hi]` in the unit; an end that the cap hides is "…". */
export function formatInterval(interval: readonly [number, number | null], unit: Unit): string {
  const [low, high] = interval;
  return `[${formatValue(low, unit)}, ${high === null ? "…" : formatValue(high, unit)}]`;
}

/** A difference: shares in percentage points. */
export function formatDifference(value: number, unit: Unit): string {
  if (unit !== "share") return formatValue(value, unit);
  return signed(`${Number((value * 100).toFixed(1))}`);
}

/** `[lo, hi]` of a difference. */
export function formatDifferenceInterval(
  [low, high]: readonly [number, number],
  unit: Unit,
): string {
  return `[${formatDifference(low, unit)}, ${formatDifference(high, unit)}]`;
}

/** What a difference is counted in, after its number. */
export function differenceUnit(unit: Unit): string {
  switch (unit) {
    case "share":
      return " points";
    case "answers":
      return " answers";
    case "tokens":
      return " tokens";
    case "nats":
      return " nats";
    case "ms":
      return " ms";
    case "usd":
    case "perplexity":
      return "";
  }
}
