import { textOf, type Cell, type ExperimentPrompt, type SampleResult } from "@colloquy/core";
import type { ReportInput } from "../report-input.ts";
import { escapeHtml, oneLine } from "../visible-text.ts";

/** So few prompts are open from the start. */
const PROMPTS_OPEN = 6;
/** Texts of so many characters at most are shown whole once their cell is open. */
const SHORT_TEXT = 400;

/** Where the samples of a cell begin, for links from elsewhere; a closed part opens when it is gone to. */
export function samplesAnchor(cell: Cell): string {
  return `samples-${cell.derived_from?.cell_id ?? cell.id}`;
}

/** Every sample, a click away: prompts, in them cells, in them samples. */
export function samplesSection({ data }: ReportInput): string {
  const { experiment, results } = data;
  const own = experiment.cells.filter(({ derived_from }) => !derived_from);
  const byPlace = Map.groupBy(results, ({ prompt_id, cell_id }) => `${prompt_id} ${cell_id}`);
  const prompts = experiment.prompts.map((prompt) => {
    const cells = own.map((cell) =>
      cellDetails(cell, byPlace.get(`${prompt.id} ${cell.id}`) ?? [], {
        anchor: prompt === experiment.prompts[0],
      }),
    );
    return `<details${experiment.prompts.length <= PROMPTS_OPEN ? " open" : ""}><summary>${escapeHtml(prompt.label)}</summary><div>${promptText(prompt)}${cells.join("")}</div></details>`;
  });
  return `<section class="samples"><h2>Every sample</h2>${prompts.join("")}</section><p class="on-paper small">All ${results.length} samples are in this report's file; they open on a screen.</p>`;
}

function promptText({ messages }: ExperimentPrompt): string {
  return messages
    .map(
      (message) =>
        `<p class="small">${escapeHtml(message.role)}</p><pre>${escapeHtml(textOf(message))}</pre>`,
    )
    .join("");
}

function cellDetails(
  cell: Cell,
  results: readonly SampleResult[],
  { anchor }: { anchor: boolean },
): string {
  const sorted = results.toSorted((a, b) => a.phase.localeCompare(b.phase) || a.index - b.index);
  const samples = sorted.map((result) => sampleDetails(result));
  const count = results.length === 1 ? "1 sample" : `${results.length} samples`;
  return `<details><summary>${escapeHtml(cell.label)} <span class="small">${count}</span></summary><div>${anchor ? `<span id="${escapeHtml(samplesAnchor(cell))}"></span>` : ""}${samples.join("")}</div></details>`;
}

function sampleDetails(result: SampleResult): string {
  const [choice] = result.completion?.choices ?? [];
  const text = choice ? textOf(choice.message) : "";
  const facts = [
    result.state,
    choice?.finish_reason ? `finish_reason ${choice.finish_reason}` : "",
    result.usage?.completion_tokens === undefined ? "" : `${result.usage.completion_tokens} tokens`,
    result.timing.total_ms === null ? "" : `${Math.round(result.timing.total_ms)} ms`,
    result.attempts > 1 ? `${result.attempts} calls` : "",
    result.cause ? [result.cause, result.error?.message].filter(Boolean).join(": ") : "",
  ].filter((fact) => fact !== "");
  const phase = result.phase === "main" ? "" : ` ${result.phase}`;
  const place = `${result.index + 1}${phase}`;
  if (text.length <= SHORT_TEXT) {
    const body = text === "" ? "" : `<pre>${escapeHtml(text)}</pre>`;
    return `<div class="sample"><p class="small">${escapeHtml([place, ...facts].join(" · "))}</p>${body}</div>`;
  }
  return `<details><summary><span class="small">${escapeHtml(place)}</span> ${escapeHtml(oneLine(text, 90))}</summary><div><pre>${escapeHtml(text)}</pre><p class="small">${escapeHtml(facts.join(" · "))}</p></div></details>`;
}
