import { linearScale } from "../plot/scale.ts";

/** A row of a plot made of characters. */
export interface TextRow {
  value: number | null;
  interval: readonly [number, number | null] | null;
  values: readonly number[];
}

/** Each row as a string of `width` characters: `├──●──┤`, dots for single values, `→` for an open end. */
export function textPlot(
  rows: readonly TextRow[],
  { width, bounds }: { width: number; bounds: readonly [number, number] },
): readonly string[] {
  const all = rows.flatMap(({ value, interval, values }) => [
    ...(value === null ? [] : [value]),
    ...(interval ?? []).flatMap((end) => end ?? []),
    ...values,
  ]);
  const scale = linearScale(all, { from: 0, to: width - 1, bounds });
  const column = (value: number): number => Math.round(scale.at(value));
  return rows.map(({ value, interval, values }) => {
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
}
