import {
  planView,
  type ContextPlan,
  type CostRange,
  type PlanInput,
  type SummarisePlan,
} from "@colloquy/core";
import { columns } from "./columns.ts";
import { money } from "./money.ts";
import { sanitise } from "./sanitise.ts";
import { shortMessageId } from "./short-id.ts";

/** A plan for people: what goes, what stays behind and why, tokens by part, and the price. */
export function planLines(plan: ContextPlan | SummarisePlan, input?: PlanInput): string[] {
  if (plan.type === "summarise") return summariseLines(plan);
  return [
    `${plan.policy} · ${count(plan.tokens.total)} tokens${plan.exact ? "" : ` (an estimate, ± ${Math.round(plan.bound * 100)} %)`} of ${plan.budget.tokens === null ? "no known limit" : `${count(plan.budget.tokens)}: ${plan.budget.source}`}`,
    ...partLines(plan),
    ...plan.runs.map(
      (run) =>
        `${run.state.padEnd(10)}  ${run.messages} ${run.messages === 1 ? "message" : "messages"}, ${count(run.tokens)} tokens: ${sanitise(run.reason)}`,
    ),
    ...(input ? recalledLines(plan, input) : []),
    `cost: ${costWords(plan.cost_usd)}`,
    ...plan.notices.map((notice) => `note: ${sanitise(notice)}`),
  ];
}

function summariseLines(plan: SummarisePlan): string[] {
  return [
    `summary · first the model writes a summary of ${plan.covers.messages} messages: ${count(plan.tokens)} tokens in`,
    `cost: ${costWords(plan.cost_usd)}`,
    ...plan.notices.map((notice) => `note: ${sanitise(notice)}`),
  ];
}

function partLines({ tokens, cached_prefix }: ContextPlan): string[] {
  const { total: _total, ...parts } = tokens;
  const used = Object.entries(parts).filter(([, size]) => size > 0);
  const cached = cached_prefix > 0 ? `; ${count(cached_prefix)} the same as last time` : "";
  return [`parts: ${used.map(([name, size]) => `${name} ${count(size)}`).join(", ")}${cached}`];
}

/** Each message brought back, with its turn, its beginning and why. */
function recalledLines(plan: ContextPlan, { path, counts }: PlanInput): string[] {
  const view = planView(plan, path, counts) ?? [];
  let turn = 0;
  const rows = view.flatMap((planned, i) => {
    const record = path[i];
    if (record?.message.role === "user" || i === 0) turn += 1;
    if (planned.state !== "recalled" || !record) return [];
    const text = typeof record.message.content === "string" ? record.message.content : "";
    const begin = sanitise(text).replaceAll(/\s+/g, " ").slice(0, 48);
    return [
      [
        `turn ${turn}`,
        shortMessageId(record.id),
        record.message.role,
        begin,
        sanitise(planned.reason),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return columns(
    [
      { title: "recalled" },
      { title: "message" },
      { title: "role" },
      { title: "begins" },
      { title: "because" },
    ],
    rows,
  );
}

/** `$0.0012–$0.0040, $0.0009–$0.0037 if the cache holds`; unknown stays unknown. */
export function costWords({ cached, uncached }: ContextPlan["cost_usd"]): string {
  if (!uncached) return "unknown";
  const whole = rangeWords(uncached);
  return cached && cached.min !== uncached.min
    ? `${whole}, ${rangeWords(cached)} if the cache holds`
    : whole;
}

function rangeWords({ min, max }: CostRange): string {
  if (max === null) return `at least ${money(min)}`;
  return min === max ? money(min) : `${money(min)}–${money(max)}`;
}

function count(tokens: number): string {
  return tokens.toLocaleString("en-US");
}
