import type { Forecast, PlanInput, ReplayRow } from "@colloquy/core";
import { columns } from "./columns.ts";
import { money } from "./money.ts";
import { sanitise } from "./sanitise.ts";

interface Forecasted extends Pick<PlanInput, "prices" | "budget" | "readingRate"> {
  model: string;
  turns: number;
  rows: readonly Forecast[];
}

/** A forecast for people: the past replayed, and the next turns, one row a policy. */
export function forecastLines(made: Forecasted): string[] {
  const { model, rows, turns, budget } = made;
  const lived = (rows[0]?.past.turns ?? 0) + (rows[0]?.past.refused ?? 0);
  const limit =
    budget.tokens === null ? "no known limit" : `at most ${count(budget.tokens)} tokens`;
  return [
    `${sanitise(model)}, ${limit} a prompt`,
    `so far, lived through again: ${lived} ${lived === 1 ? "turn" : "turns"}`,
    ...table(
      rows.map(({ past }) => past),
      made,
    ),
    "",
    `the next ${turns} turns, if they are like the last ones`,
    ...table(
      rows.map(({ future }) => future),
      made,
    ),
    "",
  ];
}

function table(rows: readonly ReplayRow[], made: Forecasted): string[] {
  const right = "right" as const;
  const titles = ["tokens in", "cached", "with silences", "recalled", "cuts", "refused"];
  return columns(
    [
      { title: "policy" },
      ...[...titles, ...billTitles(made)].map((title) => ({ title, align: right })),
    ],
    rows.map((row) => [
      row.policy,
      count(row.prompt_tokens),
      count(row.cached_tokens),
      count(row.cached_tokens_with_expiry),
      count(row.recalled_tokens),
      String(row.cuts),
      String(row.refused),
      ...billCells(row, made),
    ]),
  );
}

/** Money where the model costs any, seconds of reading where it runs here, nothing where neither is known. */
function billTitles({ prices, readingRate }: Forecasted): string[] {
  if (prices.prompt) return ["cost", "with silences", "without a cache"];
  if (readingRate) return ["reading", "without a cache"];
  return prices.prompt === null ? ["cost"] : [];
}

function billCells(row: ReplayRow, { prices, readingRate }: Forecasted): string[] {
  const { ideal, expected, uncached } = row.cost_usd;
  // Turns that were refused cost nothing, which says nothing of the policy's price.
  const dollars = (sum: number | null): string => (sum === null ? "unknown" : money(sum));
  if (prices.prompt)
    return [ideal, expected, uncached].map((sum) => (row.turns === 0 ? "–" : dollars(sum)));
  if (readingRate) {
    const seconds = (tokens: number): string => `${count(tokens / readingRate)} s`;
    return [seconds(row.prompt_tokens - row.cached_tokens), seconds(row.prompt_tokens)];
  }
  return prices.prompt === null ? ["unknown"] : [];
}

function count(tokens: number): string {
  return Math.round(tokens).toLocaleString("en-US");
}
