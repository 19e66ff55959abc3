import type { MetricRow } from "./metric-row.ts";
import { numberRows } from "./number-rows.ts";
import { rateRows } from "./rate-rows.ts";
import { textRows } from "./text-rows.ts";

export type { MetricRow, MetricSpec } from "./metric-row.ts";

/** The one table of metrics. */
export const metricTable: readonly MetricRow[] = [...rateRows, ...textRows, ...numberRows];
