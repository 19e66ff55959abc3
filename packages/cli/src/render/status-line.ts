import type { ChatCompletion, Parameters, Timing, TurnSettings, Usage } from "@colloquy/core";
import { money } from "./money.ts";
import { sanitise } from "./sanitise.ts";

/** What an answer's last line tells. */
export interface Status {
  settings: TurnSettings;
  completion: ChatCompletion | null;
  state: string;
  timing: Timing;
  cost_usd: number | null;
  /** A model in this process has no price. */
  inside: boolean;
}

/** model · parameters sent · tokens in (cached) / out · cost · seconds · finish_reason. */
export function statusLine(status: Status): string {
  const { completion, settings, timing } = status;
  const parts = [
    status.inside ? settings.model : modelWords(settings.model, completion),
    parameterWords(settings.parameters, completion?.effective_parameters),
    tokenWords(completion?.usage ?? null),
    status.inside ? "free" : money(status.cost_usd),
    timing.total_ms === null ? "" : `${(timing.total_ms / 1000).toFixed(1)} s`,
    endWords(status),
  ];
  return sanitise(parts.filter((part) => part !== "").join(" · "));
}

/** Values that change nothing, so that nobody need read them. */
const neutral: Readonly<Record<string, unknown>> = {
  top_p: 1,
  top_k: 0,
  min_p: 0,
  repetition_penalty: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
};
/** What follows from the request and the machine, and was nobody's choice. */
const derived = new Set(["seed", "max_tokens"]);

/** `temperature 0.2, max_tokens 50`; what the model itself declares for the rest stands in brackets. */
export function parameterWords(sent: Parameters, effective: Parameters = {}): string {
  const own = Object.entries(effective).filter(
    ([name, value]) =>
      !(name in sent) && !derived.has(name) && value !== null && value !== neutral[name],
  );
  return [
    ...Object.entries(sent).map(([name, value]) => `${name} ${valueWords(value)}`),
    ...(own.length > 0
      ? [`(its own: ${own.map(([name, value]) => `${name} ${valueWords(value)}`).join(", ")})`]
      : []),
  ].join(", ");
}

/** `37 (12 cached) in / 8 out`; empty when the provider told nothing. */
export function tokenWords(usage: Usage | null): string {
  if (usage?.prompt_tokens === undefined && usage?.completion_tokens === undefined) return "";
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const into = usage.prompt_tokens ?? "?";
  return `${into}${cached ? ` (${cached} cached)` : ""} in / ${usage.completion_tokens ?? "?"} out`;
}

function modelWords(asked: string, completion: ChatCompletion | null): string {
  const provider = completion?.provider;
  return provider ? `${asked} (${provider})` : asked;
}

function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function endWords({ state, completion }: Status): string {
  const reason = completion?.choices[0]?.finish_reason;
  return state === "complete" ? (reason ?? "no finish_reason") : state;
}
