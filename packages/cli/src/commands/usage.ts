import {
  InvalidInputError,
  nearestName,
  type LedgerGrouping,
  type LedgerRow,
} from "@colloquy/core";
import type { Command } from "../command.ts";
import type { OpenStore } from "../context.ts";
import { exitCode } from "../exit-code.ts";
import { columns } from "../render/columns.ts";
import { money } from "../render/money.ts";
import { printJson } from "../render/print-json.ts";
import { sanitise } from "../render/sanitise.ts";
import { shortId } from "../render/short-id.ts";

const groupings: readonly LedgerGrouping[] = ["day", "model", "conversation"];

/** Tokens and money by day, model or conversation. */
export const usage: Command = {
  name: "usage",
  summary: "Sums what was used and spent.",
  options: [
    { flags: "--by <what>", about: "day (the usual), model or conversation" },
    { flags: "--since <day>", about: "from this day on, UTC: 2026-05-08" },
    { flags: "--until <day>", about: "to the end of this day" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy usage",
    "colloquy usage --by model",
    "colloquy usage --since 2026-05-01 --json",
  ],
  async run(context, input) {
    const by = readGrouping(input.text("by") ?? "day");
    const since = readDay("since", input.text("since"));
    const until = readDay("until", input.text("until"));
    const { ledger, conversations } = await context.store();
    const rows = await ledger.sum(by, { ...(since && { since }), ...(until && { until }) });
    const { screen } = context;
    if (input.flag("json")) printJson(screen, { by, rows, total: total(rows) });
    else if (rows.length === 0) screen.say('nothing was used; begin: colloquy "…"');
    else {
      const names = by === "conversation" ? await titles(conversations, rows) : undefined;
      for (const line of table(by, rows, names)) screen.line(line);
    }
    return exitCode.done;
  },
};

function readGrouping(given: string): LedgerGrouping {
  const found = groupings.find((name) => name === given);
  if (found) return found;
  const nearest = nearestName(given, groupings);
  throw new InvalidInputError({
    message: `--by ${given}: not known${nearest ? `; did you mean ${nearest}?` : ""}`,
    remedy: `Use ${groupings.join(", ")}.`,
    details: { field: "by", given, allowed: groupings },
  });
}

function readDay(field: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(given) && !Number.isNaN(Date.parse(given)))
    return given;
  throw new InvalidInputError({
    message: `--${field} ${given}: not a day`,
    remedy: "Give a day such as 2026-05-08, in UTC.",
    details: { field, given, allowed: "YYYY-MM-DD" },
  });
}

function total(rows: readonly LedgerRow[]): Omit<LedgerRow, "key"> {
  const sum = (field: Exclude<keyof LedgerRow, "key">): number =>
    rows.reduce((all, row) => all + row[field], 0);
  return {
    calls: sum("calls"),
    prompt_tokens: sum("prompt_tokens"),
    cached_tokens: sum("cached_tokens"),
    completion_tokens: sum("completion_tokens"),
    reasoning_tokens: sum("reasoning_tokens"),
    cost_usd: sum("cost_usd"),
    unpriced_calls: sum("unpriced_calls"),
  };
}

async function titles(
  store: OpenStore["conversations"],
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { key } of rows) {
    const title = key === "" ? "(deleted since)" : (await store.conversation(key))?.title;
    names.set(key, `${shortId(key)} ${sanitise(title ?? "untitled")}`.trim().slice(0, 60));
  }
  return names;
}

function table(
  by: LedgerGrouping,
  rows: readonly LedgerRow[],
  names?: ReadonlyMap<string, string>,
): string[] {
  const right = "right" as const;
  const all: LedgerRow = { key: "total", ...total(rows) };
  return columns(
    [
      { title: by },
      { title: "calls", align: right },
      { title: "in", align: right },
      { title: "cached", align: right },
      { title: "out", align: right },
      { title: "reasoning", align: right },
      { title: "cost", align: right },
    ],
    [...rows, ...(rows.length > 1 ? [all] : [])].map((row) => [
      names?.get(row.key) ?? sanitise(row.key),
      ...[row.calls, row.prompt_tokens, row.cached_tokens, row.completion_tokens].map(String),
      String(row.reasoning_tokens),
      costWords(row),
    ]),
  );
}

/** Calls whose price nobody told are named beside the sum, never counted as nothing. */
function costWords({ cost_usd, calls, unpriced_calls }: LedgerRow): string {
  if (unpriced_calls === 0) return money(cost_usd);
  if (unpriced_calls === calls) return "unknown";
  return `${money(cost_usd)} + ${unpriced_calls} unknown`;
}
