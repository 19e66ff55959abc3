import { escapeHtml } from "../visible-text.ts";
import { linearScale } from "./scale.ts";

/** One row of a plot: a point with its interval, or single values where there is no interval. */
export interface PlotRow {
  label: string;
  value: number | null;
  /** `high` null is an end that the cap hides: drawn as an arrow. */
  interval: readonly [number, number | null] | null;
  values?: readonly number[];
  /** Where a click on the label goes, within the page. */
  anchor?: string;
  /** Written at the end of the row. */
  note: string;
  /** A sign before the note: what was decided of the row. */
  sign?: string;
  /** The row others are compared with (`baseline`), or one that says little (`muted`). */
  emphasis?: "baseline" | "muted";
}

export interface PlotOptions {
  title: string;
  /** How a tick is written. */
  tick: (value: number) => string;
  bounds: readonly [number, number];
  /** A line across all rows: 0 in a plot of differences, the baseline's value otherwise. */
  reference: number | null;
}

const ROW = 30;
const TOP = 8;
const AXIS = 34;
const LABEL = 210;
const PLOT_END = 590;
const WIDTH = 860;

const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Rows of points with intervals over one axis, as SVG. Colours come from the page's style. */
export function intervalPlot(rows: readonly PlotRow[], options: PlotOptions): string {
  const shown = rows.flatMap(({ value, interval, values }) => [
    ...(value === null ? [] : [value]),
    ...(interval ?? []).flatMap((end) => end ?? []),
    ...(values ?? []),
  ]);
  const reference = options.reference === null ? [] : [options.reference];
  const scale = linearScale([...shown, ...reference], {
    from: LABEL + 14,
    to: PLOT_END,
    bounds: options.bounds,
  });
  const bottom = TOP + rows.length * ROW;
  const grid = scale.ticks.map((tick) => {
    const x = px(scale.at(tick));
    return `<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${x}" y="${bottom + 16}">${escapeHtml(options.tick(tick))}</text>`;
  });
  const line = reference.map((value) => {
    const x = px(scale.at(value));
    return `<line class="reference" x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}"/>`;
  });
  const drawn = rows.map((row, index) => rowSvg(row, TOP + index * ROW + ROW / 2, scale.at));
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${bottom + AXIS - 10}" role="img" aria-label="${escapeHtml(options.title)}"><title>${escapeHtml(options.title)}</title>${grid.join("")}${line.join("")}${drawn.join("")}</svg>`;
}

function rowSvg(row: PlotRow, y: number, at: (value: number) => number): string {
  const text = `<text class="label" x="${LABEL}" y="${y + 4.5}">${escapeHtml(shortened(row.label))}</text>`;
  const label = row.anchor
    ? `<a href="#${escapeHtml(row.anchor)}"><title>its samples</title>${text}</a>`
    : text;
  const sign = row.sign
    ? `<text class="sign" x="${PLOT_END + 24}" y="${y + 4.5}">${escapeHtml(row.sign)}</text>`
    : "";
  const note = `<text class="note" x="${PLOT_END + 36}" y="${y + 4.5}">${escapeHtml(row.note)}</text>`;
  const dots = (row.values ?? []).map(
    (value) => `<circle class="value" cx="${px(at(value))}" cy="${y}" r="3"/>`,
  );
  const whisker = row.interval ? whiskerSvg(row.interval, y, at) : "";
  const point =
    row.value === null ? "" : `<circle class="point" cx="${px(at(row.value))}" cy="${y}" r="5"/>`;
  return `<g class="row ${row.emphasis ?? ""}">${label}${dots.join("")}${whisker}${point}${sign}${note}</g>`;
}

function whiskerSvg(
  [low, high]: readonly [number, number | null],
  y: number,
  at: (value: number) => number,
): string {
  const from = px(at(low));
  const to = high === null ? String(PLOT_END) : px(at(high));
  const end =
    high === null
      ? `<path class="whisker" d="M${PLOT_END - 6} ${y - 5}L${to} ${y}L${PLOT_END - 6} ${y + 5}"/>`
      : `<line class="whisker" x1="${to}" x2="${to}" y1="${y - 5}" y2="${y + 5}"/>`;
  return `<line class="whisker" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/><line class="whisker" x1="${from}" x2="${from}" y1="${y - 5}" y2="${y + 5}"/>${end}`;
}

function shortened(label: string): string {
  const characters = Array.from(label);
  return characters.length > 30 ? `${characters.slice(0, 29).join("")}…` : label;
}
