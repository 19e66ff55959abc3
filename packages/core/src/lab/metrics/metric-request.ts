import { InvalidInputError } from "../../error/errors.ts";
import { nearestName } from "../../parameter/nearest-name.ts";
import type { MetricRequest } from "../experiment.ts";
import { metricTable, type MetricRow } from "./metric-table.ts";

/** The table's row of a metric. Throws on an unknown name, with those that exist. */
export function metricRow(name: string): MetricRow {
  const found = metricTable.find((row) => row.name === name);
  if (found) return found;
  const names = metricTable.map((row) => row.name);
  const allowed = names.join(", ");
  const nearest = nearestName(name, names);
  throw new InvalidInputError({
    message: `no metric named ${JSON.stringify(name)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    remedy: `Use one of ${allowed}.`,
    details: { field: "metric", given: name, allowed, ...(nearest && { nearest }) },
  });
}

/** Reads `repetition`, `contains_rate=Paris` or `number_rate=42±.5`. Throws on an unknown metric. */
export function parseMetric(text: string): MetricRequest {
  const at = text.indexOf("=");
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const row = metricRow(name);
  if (at < 0) return { name, metric: name };
  const value = text.slice(at + 1).trim();
  if (row.option === undefined) {
    throw new InvalidInputError({
      message: `${name} takes no value, given is ${JSON.stringify(value)}`,
      remedy: `Write ${name} alone.`,
      details: { field: "metric", given: text, allowed: name },
    });
  }
  return { name: `${name}=${value}`, metric: name, options: optionsOf(row.option, name, value) };
}

function optionsOf(option: string, metric: string, value: string): Record<string, unknown> {
  if (metric === "number_rate") {
    const [expected, tolerance] = value.split(/±|\+-/);
    return {
      value: Number(expected),
      ...(tolerance === undefined ? {} : { tolerance: Number(tolerance) }),
    };
  }
  return { [option]: option === "n" ? Number(value) : value };
}

/** Splits `a,b,c` where the commas are not within a value: only before a metric's own name. */
export function parseMetrics(text: string): readonly MetricRequest[] {
  const parts = text.split(",");
  const joined: string[] = [];
  for (const part of parts) {
    const starts = metricTable.some((row) => part.trim().split("=")[0] === row.name);
    const before = joined.at(-1);
    if (starts || before === undefined || !before.includes("=")) joined.push(part);
    else joined[joined.length - 1] = `${before},${part}`;
  }
  return joined.map((part) => parseMetric(part));
}

/** The requested metric that a check or goal names: by its own name, or the only one of that kind. */
export function requestNamed(
  requests: readonly MetricRequest[],
  name: string,
): MetricRequest | undefined {
  const exact = requests.find((request) => request.name === name);
  if (exact) return exact;
  const same = requests.filter((request) => request.metric === name);
  return same.length === 1 ? same[0] : undefined;
}
