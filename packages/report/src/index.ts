export type { ReportInput } from "./report-input.ts";
export { reportHtml } from "./html/report-html.ts";
export { reportCsv } from "./report-csv.ts";
export type { CellJson, ReportJson } from "./report-json.ts";
export { reportJson } from "./report-json.ts";
export { reportText } from "./terminal/report-text.ts";
export { answerSentences, checkWords, scopeWords, verdictWords } from "./describe.ts";
export { escapeHtml, visibleText } from "./visible-text.ts";
