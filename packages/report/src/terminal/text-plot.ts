import { linearScale } from "../plot/scale.ts";

/** A row of a plot made of characters. */
export interface TextRow {
  value: number | null;
  interval: readonly [number, number | null] | null;
  values: readonly number[];
}

export interface TextPlotOptions {
  width: number;
  bounds: readonly [number, number];
  /** How a value on the axis is written. */
  tick: (value: number) => string;
}

/**
 * Each row as a string of `width` characters: `├──●──┤`, dots for single values, `→` for an open end. Under them the
 * axis, as one more row.
 */
export function textPlot(
  rows: readonly TextRow[],
  { width, bounds, tick }: TextPlotOptions,
): { rows: readonly string[]; axis: string } {
  const all = rows.flatMap(({ value, interval, values }) => [
    ...(value === null ? [] : [value]),
    ...(interval ?? []).flatMap((end) => end ?? []),
    ...values,
  ]);
  const scale = linearScale(all, { from: 0, to: width - 1, bounds });
  const column = (value: number): number => Math.round(scale.at(value));
  const drawn = rows.map(({ value, interval, values }) => {
    const line = Array.from({ length: width }, () => " ");
    if (interval) {
      const [low, high] = [
        column(interval[0]),
        interval[1] === null ? width - 1 : column(interval[1]),
      ];
      line.fill("─", low, high + 1);
      line[low] = "├";
      line[high] = interval[1] === null ? "→" : "┤";
    } else {
      for (const each of values) line[column(each)] = "·";
    }
    if (value !== null && (interval || values.length === 0)) line[column(value)] = "●";
    return line.join("");
  });
  return { rows: drawn, axis: axisOf(scale.ticks, { column, width, tick }) };
}

/** The first and the last tick, and those between that have room. */
function axisOf(
  ticks: readonly number[],
  {
    column,
    width,
    tick,
  }: Pick<TextPlotOptions, "width" | "tick"> & { column: (value: number) => number },
): string {
  let line = "";
  for (const value of ticks) {
    const text = tick(value);
    const at = Math.max(0, Math.min(width - text.length, column(value) - (text.length >> 1)));
    if (line === "" || at > line.length + 1) line = line.padEnd(at) + text;
  }
  return line;
}
