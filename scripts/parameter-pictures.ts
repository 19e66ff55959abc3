// Draws the measured pictures of docs/guide/parameters.md from the results beside their experiments.
//
//     node --conditions=@colloquy/source scripts/parameter-pictures.ts [--run]
//
// With --run the experiments are repeated first, on the model inside.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { metricTable, type MetricSpec } from "@colloquy/core";
import { formatInterval, formatValue } from "../packages/report/src/format-value.ts";
import { intervalPlot, type PlotRow } from "../packages/report/src/plot/interval-plot.ts";

const root = path.dirname(import.meta.dirname);
const folder = path.join(root, "docs/guide/measured");
const names = ["temperature", "top_p", "max_tokens"];

interface Estimate {
  value: number | null;
  interval: readonly [number, number | null] | null;
  values?: readonly (number | string)[] | null;
}

interface Result {
  question: string;
  created_at: string;
  prompts: number;
  samples_per_prompt: number;
  cells: readonly {
    label: string;
    model: string;
    metrics: Readonly<Record<string, Estimate>>;
  }[];
}

const STYLE = `
  text { font: 15px system-ui, sans-serif; fill: #222; }
  .title { font-weight: 600; }
  .meta, .tick { fill: #666; font-size: 13px; }
  .tick { text-anchor: middle; } .label { text-anchor: end; }
  .grid { stroke: #ddd; } .reference { stroke: #999; stroke-dasharray: 4 4; }
  .whisker { stroke: #1f5fa8; stroke-width: 2; fill: none; } circle { fill: #1f5fa8; } .value { opacity: .45; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd; } .meta, .tick { fill: #999; } .grid { stroke: #444; }
    .whisker { stroke: #79b4f2; } circle { fill: #79b4f2; }
  }
`;

const WIDTH = 860;

const unitOf = (metric: string): MetricSpec["unit"] =>
  metricTable.find(({ name }) => name === metric)?.unit ?? "tokens";

function row(label: string, metric: string, { value, interval, values }: Estimate): PlotRow {
  const shown = value === null ? "" : formatValue(value, unitOf(metric));
  return {
    label,
    value,
    interval,
    values: (values ?? []).filter((each) => typeof each === "number"),
    note: interval ? `${shown} ${formatInterval(interval, unitOf(metric))}` : shown,
  };
}

/** One picture: a panel a metric, every panel with a row a cell. */
function picture({ cells, question, ...result }: Result): string {
  let y = 68;
  const panels = Object.keys(cells[0]?.metrics ?? {}).map((metric) => {
    const unit = unitOf(metric);
    const bounds: readonly [number, number] = unit === "share" ? [0, 1] : [0, Infinity];
    const plot = intervalPlot(
      cells.map(({ label, metrics }) =>
        row(label, metric, metrics[metric] ?? { value: null, interval: null }),
      ),
      { title: metric, tick: (value) => formatValue(value, unit), bounds, reference: null },
    );
    const height = Number(/viewBox="0 0 \d+ (\d+)"/.exec(plot)?.[1] ?? 100);
    const placed = plot.replace(
      '<svg class="plot"',
      `<svg x="0" y="${y + 8}" width="${WIDTH}" height="${height}"`,
    );
    const panel = `<text class="title" x="14" y="${y}">${metric}</text>${placed}`;
    y += height + 40;
    return panel;
  });
  const meta = `${cells[0]?.model ?? ""}, ${result.created_at.slice(0, 10)}, ${result.prompts} prompts × ${result.samples_per_prompt} samples a cell, intervals 95%`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img"><title>${question}</title><style>${STYLE}</style><text class="title" x="14" y="20">${question}</text><text class="meta" x="14" y="38" style="text-anchor:start">${meta}</text>${panels.join("")}</svg>\n`;
}

/** Repeats an experiment as anyone can, and keeps its result without the paths of this machine. */
function measure(name: string): void {
  const bin = path.join(root, "packages/cli/bin/colloquy.mjs");
  const file = path.join(folder, `${name}.yaml`);
  const { status, stdout } = spawnSync(
    process.execPath,
    [bin, "lab", "run", "-f", file, "-m", "smollm2-135m", "--yes", "--json"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`${name} ended with status ${status}`);
  const { report: _, estimate: __, ...result } = JSON.parse(stdout) as Record<string, unknown>;
  writeFileSync(path.join(folder, `${name}.result.json`), `${JSON.stringify(result, null, 2)}\n`);
}

for (const name of names) {
  if (process.argv.includes("--run")) measure(name);
  const file = path.join(folder, `${name}.result.json`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run this with --run`);
  const result = JSON.parse(readFileSync(file, "utf8")) as Result;
  writeFileSync(path.join(folder, `${name}.svg`), picture(result));
  console.log(`${name}.svg: ${result.cells.length} cells`);
}
