import { answerSentences, scopeWords } from "../describe.ts";
import type { ReportInput } from "../report-input.ts";
import { escapeHtml } from "../visible-text.ts";
import { methodSection } from "./method-section.ts";
import { metricsSection } from "./metrics-section.ts";
import { samplesSection } from "./samples-section.ts";
import { style } from "./style.ts";
import { checksSection, verdictsSection } from "./verdicts-section.ts";

/**
 * An experiment as one HTML file that needs nothing else: no script, no request (its own policy forbids both),
 * plots as SVG, every text of a model escaped.
 */
export function reportHtml(input: ReportInput): string {
  const { experiment } = input.data;
  const title = experiment.name ?? experiment.question;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Colloquy">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${header(input)}
${metricsSection(input)}
${verdictsSection(input)}
${checksSection(input)}
${methodSection(input)}
${samplesSection(input)}
</main>
</body>
</html>
`;
}

function header(input: ReportInput): string {
  const { data, analysis } = input;
  const { experiment, results } = data;
  const models = experiment.models.map(({ model }) => model).join(", ");
  const facts = [
    scopeWords(analysis.scope, experiment.prompts.length),
    `${results.length} samples in ${analysis.cells.length} cells`,
    models,
    experiment.created_at.slice(0, 10),
  ];
  const sentences = answerSentences(input).map((each) => `<p>${escapeHtml(each)}</p>`);
  const notes = analysis.notes.map((note) => `<li>${escapeHtml(note)}</li>`);
  return `<header><p class="kicker">${escapeHtml(experiment.name ?? "Experiment")}</p><h1>${escapeHtml(experiment.question)}</h1><p class="meta">${escapeHtml(facts.join(" · "))}</p><div class="answer">${sentences.join("")}</div>${notes.length > 0 ? `<ul class="note-line">${notes.join("")}</ul>` : ""}</header>`;
}
