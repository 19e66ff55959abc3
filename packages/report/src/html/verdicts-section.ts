import type { Verdict } from "@colloquy/core";
import { checkWords, labelOf, specOf, verdictWords } from "../describe.ts";
import { formatDifference } from "../format-value.ts";
import { intervalPlot } from "../plot/interval-plot.ts";
import type { ReportInput } from "../report-input.ts";
import { verdictSign } from "../verdict-sign.ts";
import { escapeHtml } from "../visible-text.ts";

/** Every comparison with its difference, and what the data allow to say of it. */
export function verdictsSection({ data, analysis }: ReportInput): string {
  const { experiment } = data;
  if (analysis.verdicts.length === 0) return "";
  const byMetric = Map.groupBy(analysis.verdicts, ({ metric }) => metric);
  const figures = [...byMetric].map(([metric, verdicts]) => {
    const { unit } = specOf(experiment, metric);
    const plot = intervalPlot(
      verdicts.map((verdict) => ({
        label: labelOf(experiment, verdict.cell_id),
        value: verdict.difference,
        interval: verdict.interval,
        sign: verdictSign(verdict),
        note: verdict.verdict,
        ...(verdict.verdict === "undecided" ? { emphasis: "muted" as const } : {}),
      })),
      {
        title: `Difference of ${metric} from the baseline`,
        tick: (value) => formatDifference(value, unit),
        bounds: unit === "share" ? [-1, 1] : [-Infinity, Infinity],
        reference: 0,
      },
    );
    const rows = verdicts.map(
      (verdict) =>
        `<tr><td>${escapeHtml(labelOf(experiment, verdict.cell_id))}</td><td><span class="verdict ${verdict.verdict}">${escapeHtml(verdictSign(verdict))} ${escapeHtml(verdictWords(experiment, verdict))}</span></td><td class="number small">${escapeHtml(pWords(verdict))}</td></tr>`,
    );
    const baselines = new Set(verdicts.map(({ baseline_id }) => labelOf(experiment, baseline_id)));
    return `<figure><h3>${escapeHtml(metric)}, difference from ${escapeHtml([...baselines].join(", "))}${unit === "share" ? ' <span class="small">in percentage points</span>' : ""}</h3>${plot}<div class="scroll"><table><tbody>${rows.join("")}</tbody></table></div></figure>`;
  });
  return `<section><h2>What can be said of it</h2>${figures.join("")}</section>`;
}

function pWords({ p_adjusted, family }: Verdict): string {
  if (p_adjusted === null) return "";
  const p = p_adjusted < 0.001 ? "< .001" : p_adjusted.toFixed(3).replace(/^0/, "");
  return family > 1 ? `p ${p} (Holm, ${family})` : `p ${p}`;
}

/** Checks, one line each. */
export function checksSection({ data, analysis }: ReportInput): string {
  if (analysis.checks.length === 0) return "";
  const rows = analysis.checks.map(
    (check) =>
      `<tr><td>${escapeHtml(labelOf(data.experiment, check.cell_id))}</td><td><span class="${check.result}">${escapeHtml(checkWords(check))}</span></td></tr>`,
  );
  return `<section><h2>Checks</h2><p class="note-line">Each by a one-sided 95% bound, on these prompts.</p><div class="scroll"><table><tbody>${rows.join("")}</tbody></table></div></section>`;
}
