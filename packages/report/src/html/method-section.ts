import { metricTable, type Experiment, type UnsetMeaning } from "@colloquy/core";
import { parameterWords, scopeWords } from "../describe.ts";
import type { ReportInput } from "../report-input.ts";
import { escapeHtml } from "../visible-text.ts";

/** How it was done: design, cells as sent, what became of the calls, where the formulas come from. */
export function methodSection(input: ReportInput): string {
  const { experiment, looks } = input.data;
  const facts: readonly (readonly [string, string])[] = [
    ["Scope", scopeWords(input.analysis.scope, experiment.prompts.length)],
    [
      "Samples",
      `${experiment.samples_per_prompt} for each prompt and cell, planned before the first call`,
    ],
    ["Order", "interleaved over cells in seeded random blocks"],
    ["Seed", String(experiment.seed)],
    ["Looks", `${looks.length}; error shared by all verdicts ${input.analysis.alpha}`],
    ["Made", experiment.created_at],
    ["Experiment", experiment.id],
  ];
  const list = facts.map(
    ([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return `<section><h2>How it was done</h2><dl>${list.join("")}</dl>${cellsTable(experiment)}${callsTable(input)}${metricsTable(experiment)}<p class="note-line">Differences: studentised permutation within prompts, or t on per-prompt differences; Holm's adjustment over all comparisons; a verdict also needs its interval to exclude 0. Intervals beside a verdict are at the level it was held to.</p></section>`;
}

function cellsTable({ cells, models }: Experiment): string {
  const [first] = cells;
  const shared = Object.entries(first?.parameters ?? {}).filter(([name, value]) =>
    cells.every(({ parameters }) => JSON.stringify(parameters[name]) === JSON.stringify(value)),
  );
  const everywhere = Object.fromEntries(cells.length > 1 ? shared : []);
  const rows = cells.map((cell) => {
    const meanings = models.find(({ model }) => model === cell.model)?.unset ?? {};
    const unset = cell.unset.map((name) => `${name}: ${unsetWords(meanings[name])}`);
    const from = cell.derived_from ? "prefixes of another cell's samples" : "";
    const own = Object.entries(cell.parameters).filter(([name]) => !(name in everywhere));
    return `<tr><td>${escapeHtml(cell.label)}</td><td>${escapeHtml(cell.model)}</td><td><code>${escapeHtml(parameterWords(Object.fromEntries(own)))}</code>${cell.routing ? `<br><code>${escapeHtml(JSON.stringify(cell.routing))}</code>` : ""}</td><td class="small">${escapeHtml([...unset, from].filter(Boolean).join("; "))}</td></tr>`;
  });
  const common =
    shared.length > 0 && cells.length > 1
      ? `<p class="note-line">Sent in every cell: <code>${escapeHtml(parameterWords(everywhere))}</code></p>`
      : "";
  return `${table(["Cell", "Model", "Sent", "Left unset"], rows)}${common}`;
}

function unsetWords(meaning: UnsetMeaning | undefined): string {
  if (!meaning || meaning.source === "unknown") return "the provider's own, unknown";
  const source = meaning.source === "declared" ? "declared default" : "the engine's default";
  return `${source} ${JSON.stringify(meaning.value)}`;
}

function callsTable({ analysis }: ReportInput): string {
  const rows = analysis.cells.map(({ cell, failures }) => {
    const causes = Object.entries(failures.by_cause).map(([cause, count]) => `${cause} ${count}`);
    return `<tr><td>${escapeHtml(cell.label)}</td><td class="number">${failures.planned}</td><td class="number">${failures.answered}</td><td class="number">${failures.failed}</td><td class="small">${escapeHtml(causes.join(", "))}</td><td class="number">${failures.attempts}</td></tr>`;
  });
  return table(["Cell", "Planned", "Answered", "Failed", "Why", "Calls made"], rows);
}

function metricsTable({ metrics }: Experiment): string {
  const rows = metrics.flatMap(({ name, metric }) => {
    const spec = metricTable.find((row) => row.name === metric);
    if (!spec) return [];
    return [
      `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(spec.estimand)}</td><td>${escapeHtml(spec.interval)}</td><td class="small">${escapeHtml(spec.source)}</td></tr>`,
    ];
  });
  return table(["Metric", "Estimates", "Interval", "Source"], rows);
}

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join("");
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
