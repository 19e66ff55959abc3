import type { Analysis, ExperimentData } from "@colloquy/core";

/** An experiment's records and what was made of them: all a report is written from. */
export interface ReportInput {
  data: ExperimentData;
  analysis: Analysis;
}
