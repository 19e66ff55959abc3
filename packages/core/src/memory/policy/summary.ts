import type { ChatMessage } from "../../chat/message.ts";
import { assembleMessages, headMessage } from "../assemble.ts";
import type { SummarisePlan } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import { tokensBetween, turnCount } from "../history.ts";
import { costOf } from "../plan-cost.ts";
import type { PlanInput, SummaryRecord } from "../plan-input.ts";
import { requestWith } from "../request-with.ts";
import { countPrompt } from "../tokenizer.ts";
import { cutOf, type Cut } from "./block.ts";
import type { PolicyView } from "./policy.ts";

export type SummaryState =
  | SummarisePlan
  | { type: "covered"; cut: Cut; summary: SummaryRecord | null; summarisedTo: number };

const SUMMARY_TOKENS = 400;
const SMALLEST_SHARE = 8;
const INSTRUCTION =
  "Summarise the conversation so far for yourself, so that it can go on without its beginning: facts, " +
  "names, dates, numbers, decisions, open questions and standing instructions. Keep what the earlier " +
  "summary says unless it was corrected. Write the summary alone.";

/** The cut, and a summary that covers everything before it; or the request that must be made first. */
export function summaryAt(input: PlanInput, frame: Frame, view: PolicyView): SummaryState {
  const { records } = frame.history;
  const summary = input.summary ?? null;
  const size = summary ? summaryTokens(input, frame, summary) : 0;
  const reserve = Math.max(size, Math.min(SUMMARY_TOKENS, Math.floor(view.room / SMALLEST_SHARE)));
  const cut = cutOf(view, reserve);
  const covered = summary
    ? records.findIndex((record) => record.id === summary.covers_to_id) + 1
    : 0;
  if (covered >= cut.position) {
    return {
      type: "covered",
      cut,
      summary: cut.position > 0 ? summary : null,
      summarisedTo: cut.position,
    };
  }
  const to = coverableTo(view, covered, cut.position);
  return summarisePlan(input, frame, { summary, covered, to, reserve });
}

function summaryTokens(input: PlanInput, frame: Frame, summary: SummaryRecord): number {
  const head = headMessage(input.system, summary.text);
  return head ? input.counts.tokenizer.countMessage(head) - frame.systemTokens : 0;
}

/** As many whole turns from `covered` on as one request can hold, up to the cut. */
function coverableTo({ history, room }: PolicyView, covered: number, cut: number): number {
  let best = covered;
  for (let turn = 0; turn < turnCount(history); turn++) {
    const to = history.turns[turn + 1] ?? 0;
    if (to <= covered) continue;
    if (to > cut || (best > covered && tokensBetween(history, covered, to) > room)) break;
    best = to;
  }
  return best;
}

interface Part {
  summary: SummaryRecord | null;
  covered: number;
  to: number;
  reserve: number;
}

function summarisePlan(input: PlanInput, frame: Frame, part: Part): SummarisePlan {
  const { summary, covered, to, reserve } = part;
  const sent = frame.history.records
    .slice(covered, to)
    .filter((_, i) => !frame.history.excluded[covered + i]);
  const messages: ChatMessage[] = [
    ...assembleMessages({
      system: input.system,
      summary: summary?.text ?? null,
      sent,
      blocks: new Map(),
      readsTokenIds: input.readsTokenIds ?? false,
    }),
    { role: "user", content: INSTRUCTION },
  ];
  const { tools: _tools, ...fields } = input.request;
  const tokens = countPrompt(input.counts.tokenizer, messages);
  const cached = input.previous ? Math.max(0, tokens - frame.tailTokens) : 0;
  return {
    type: "summarise",
    policy: "summary",
    request: requestWith({ ...fields, model: input.request.model, max_tokens: reserve }, messages),
    covers: {
      from_id: frame.history.records[covered]?.id ?? "",
      to_id: frame.history.records[to - 1]?.id ?? "",
      messages: to - covered,
    },
    extends_id: summary?.id ?? null,
    tokens,
    cost_usd: costOf({ prompt: tokens, cachedPrefix: cached, answer: reserve }, input.prices),
    notices: [`${to - covered} messages are summarised before the next request`],
  };
}
