import type { ChatMessage } from "../../chat/message.ts";
import { assembleMessages, headMessage } from "../assemble.ts";
import type { SummarisePlan } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import { cachedPrefix } from "../cached-prefix.ts";
import { headSha256 } from "../head-sha256.ts";
import type { History } from "../history.ts";
import { planCost } from "../plan-cost.ts";
import type { PlanInput, SummaryRecord } from "../plan-input.ts";
import { requestWith, type RequestFields } from "../request-with.ts";
import { countPrompt } from "../tokenizer.ts";
import { cutOf, type Cut } from "./block.ts";
import type { PolicyView } from "./policy.ts";

export interface Covered {
  type: "covered";
  cut: Cut;
  summary: SummaryRecord | null;
  /** Messages before this position are covered by it. */
  summarisedTo: number;
  notices: readonly string[];
}

const SUMMARY_TOKENS = 400;
const SMALLEST_SHARE = 8;
/** In fewer tokens nothing can be said of a conversation. */
const LEAST_TOKENS = 32;
const INSTRUCTION =
  "Summarise the conversation so far for yourself, so that it can go on without its beginning: facts, " +
  "names, dates, numbers, decisions, open questions and standing instructions. Keep what the earlier " +
  "summary says unless it was corrected. Write the summary alone.";
const ASKED: ChatMessage = { role: "user", content: INSTRUCTION };

/** The cut, and a summary that covers everything before it; or the request that must be made first. */
export function summaryAt(
  input: PlanInput,
  frame: Frame,
  view: PolicyView,
): SummarisePlan | Covered {
  const { records } = frame.history;
  const found = input.summary ?? null;
  const size = found ? summaryTokens(input, frame, found) : 0;
  const summary = size <= view.room ? found : null;
  const usual = Math.min(SUMMARY_TOKENS, Math.floor(view.room / SMALLEST_SHARE));
  const reserve = summary ? Math.max(size, usual) : usual;
  const cut = cutOf(view, reserve);
  const covered = summary
    ? records.findIndex((record) => record.id === summary.covers_to_id) + 1
    : 0;
  const used: Covered = {
    type: "covered",
    cut,
    summary: cut.position > 0 ? summary : null,
    summarisedTo: Math.min(covered, cut.position),
    notices: [],
  };
  if (covered >= cut.position) return used;
  const limit = readable(input, frame, summary ? size : 0);
  const coverage = coverageFrom(frame.history, { covered, cut: cut.position, limit });
  if (coverage.read.length === 0 || reserve < LEAST_TOKENS || found !== summary) {
    return { ...used, notices: ["this budget leaves no room for a summary of what is dropped"] };
  }
  return summarisePlan(input, frame, { summary, covered, coverage, reserve });
}

function summaryTokens(input: PlanInput, frame: Frame, summary: SummaryRecord): number {
  const head = headMessage(input.system, summary.text);
  return head ? input.counts.tokenizer.countMessage(head) - frame.systemTokens : 0;
}

/** Tokens of history that one summary request can hold beside the summary so far and the instruction. */
function readable(input: PlanInput, { room, tailTokens }: Frame, size: number): number {
  return room + tailTokens - size - input.counts.tokenizer.countMessage(ASKED);
}

interface Coverage {
  /** First message after what is covered. */
  to: number;
  /** Positions that are read; a turn too large for any request is covered unread. */
  read: readonly number[];
  unread: number;
}

/** As many whole turns from `covered` on as one request can hold, up to the cut. */
function coverageFrom(
  { turns, sums, withheld }: History,
  { covered, cut, limit }: { covered: number; cut: number; limit: number },
): Coverage {
  const read: number[] = [];
  let [to, used, unread] = [covered, 0, 0];
  for (let turn = 0; turn + 1 < turns.length; turn++) {
    const from = Math.max(covered, turns[turn] ?? 0);
    const end = turns[turn + 1] ?? 0;
    if (end <= covered) continue;
    const size = (sums[end] ?? 0) - (sums[from] ?? 0);
    if (end > cut || (size <= limit && used + size > limit)) break;
    to = end;
    if (size > limit) {
      unread += end - from;
      continue;
    }
    used += size;
    for (let i = from; i < end; i++) if (!withheld[i]) read.push(i);
  }
  return { to, read, unread };
}

interface Part {
  summary: SummaryRecord | null;
  covered: number;
  coverage: Coverage;
  reserve: number;
}

function summarisePlan(input: PlanInput, frame: Frame, part: Part): SummarisePlan {
  const { summary, covered, coverage, reserve } = part;
  const { records } = frame.history;
  const { to, read, unread } = coverage;
  const messages: ChatMessage[] = [
    ...assembleMessages({
      system: input.system,
      summary: summary?.text ?? null,
      sent: read.flatMap((i) => records[i] ?? []),
      blocks: new Map(),
      readsTokenIds: input.readsTokenIds ?? false,
    }),
    ASKED,
  ];
  const fields = summaryFields(input.request);
  const tokens =
    countPrompt(input.counts.tokenizer, messages) + (fields["tools"] ? frame.toolTokens : 0);
  const cachedPrefix = cachedOf(input, frame, part);
  return {
    type: "summarise",
    policy: "summary",
    request: requestWith({ ...fields, max_tokens: reserve }, messages),
    covers: {
      from_id: records[covered]?.id ?? "",
      to_id: records[to - 1]?.id ?? "",
      messages: to - covered,
    },
    extends_id: summary?.id ?? null,
    tokens,
    cost_usd: planCost(
      { prompt: tokens, cachedPrefix, answer: reserve, at: frame.tail.at(-1)?.created_at },
      input.prices,
    ),
    notices: [
      `${to - covered} messages are summarised before the next request`,
      ...(unread > 0
        ? [`${unread} of them are too long for a summary request, and are left out of the summary`]
        : []),
    ],
  };
}

/** The summary's request begins as the last one did, so that it is read from the cache. */
function cachedOf(input: PlanInput, frame: Frame, { summary, coverage }: Part): number {
  const { history, systemTokens, toolTokens, template } = frame;
  const size = summary ? summaryTokens(input, frame, summary) : 0;
  return cachedPrefix(
    {
      head_sha256: headSha256(input, summary?.text ?? null),
      headTokens: systemTokens + size + toolTokens + template.lead,
      trail: template.trail,
      positions: coverage.read,
      blocks: [],
      tokensAt: (i) => history.tokens[i] ?? 0,
    },
    input.previous,
    history.records,
  );
}

/** Of a turn's parameters those that would make a summary something else. */
const NOT_FOR_SUMMARIES = new Set(
  (
    "response_format stop n logprobs top_logprobs logit_bias max_completion_tokens " +
    "tool_choice parallel_tool_calls prediction"
  ).split(" "),
);

/** The turn's own parameters, without what shapes an answer; tools stay, since they begin the prompt, but uncalled. */
function summaryFields(request: RequestFields): RequestFields {
  const kept = Object.entries(request).filter(([name]) => !NOT_FOR_SUMMARIES.has(name));
  const tools = request["tools"];
  return {
    ...Object.fromEntries(kept),
    model: request.model,
    ...(Array.isArray(tools) && tools.length > 0 && { tool_choice: "none" }),
  };
}
