import { assembleMessages, headMessage } from "./assemble.ts";
import { cachedPrefix } from "./cached-prefix.ts";
import type { ContextPlan, PlanTokens, SendResult } from "./context-plan.ts";
import type { Frame } from "./frame.ts";
import { headSha256 } from "./head-sha256.ts";
import { turnOf } from "./history.ts";
import { requestWith } from "./request-with.ts";
import { costOf } from "./plan-cost.ts";
import type { NewMessage, PlanInput } from "./plan-input.ts";
import { FATE, fatesOf, isSent, runsOf, startWithUser } from "./plan-runs.ts";
import type { Chosen } from "./policy/select.ts";
import { sha256 } from "./sha256.ts";

/** Turns what a policy chose into the record and the request it describes. */
export function finishPlan(input: PlanInput, frame: Frame, chosen: Chosen): SendResult {
  const { history, tail } = frame;
  const fates = fatesOf(history, chosen, frame.pinned, chosen.summarisedTo);
  if (input.startsWithUser) startWithUser(history, fates);
  const positions: number[] = [];
  for (let i = 0; i < fates.length; i++) if (isSent(fates[i])) positions.push(i);
  const recordAt = (i: number): NewMessage | undefined =>
    history.records[i] ?? tail[i - history.records.length];
  const tokensAt = (i: number): number => {
    const size = history.tokens[i];
    if (size) return size;
    const record = recordAt(i);
    return record ? input.counts.of(record) : 0;
  };
  for (let i = 0; i < tail.length; i++) positions.push(history.records.length + i);
  const summary = chosen.summary?.text ?? null;
  const messages = assembleMessages({
    system: input.system,
    summary,
    sent: positions.flatMap((i) => recordAt(i) ?? []),
    blocks: new Map(chosen.blocks.map((block) => [block.at_id, block.text])),
    readsTokenIds: input.readsTokenIds ?? false,
  });
  const tokens = tokensOf(input, frame, chosen, fates);
  const head_sha256 = headSha256(input, summary);
  const recalled = chosen.blocks.map(({ text: _text, ...block }) => block);
  const cached = cachedPrefix(
    {
      head_sha256,
      headTokens: tokens.system + tokens.summary + tokens.tools + frame.template.lead,
      trail: frame.template.trail,
      positions,
      blocks: recalled,
      tokensAt,
    },
    input.previous,
    [...history.records, ...tail],
  );
  const request = requestWith(input.request, messages);
  const { tokenizer } = input.counts;
  const plan: ContextPlan = {
    type: "send",
    version: 1,
    policy: input.policy,
    message_id: tail[0]?.id ?? "",
    tail_messages: tail.length,
    budget: input.budget,
    runs: runsOf(history, fates, tokensAt, reasonsOf(chosen)),
    recalled,
    summary: chosen.summary
      ? { id: chosen.summary.id, covers_to_id: chosen.summary.covers_to_id }
      : null,
    cut_id: history.records[chosen.cut]?.id ?? null,
    turns_since_cut: chosen.fresh ? 1 : (input.previous?.turns_since_cut ?? 0) + 1,
    tokens,
    tokenizer: tokenizer.id,
    exact: tokenizer.exact,
    bound: tokenizer.bound,
    cached_prefix: cached,
    cost_usd: costOf(
      { prompt: tokens.total, cachedPrefix: cached, answer: input.budget.answer_room },
      input.prices,
    ),
    notices: [
      ...cutNotice(frame, chosen),
      ...chosen.notices,
      ...estimateNotice(input, tokens.total),
    ],
    head_sha256,
    sha256: (input.sha256 ?? sha256)(JSON.stringify(request)),
  };
  return { type: "send", plan, messages, request };
}

function tokensOf(input: PlanInput, frame: Frame, chosen: Chosen, fates: Uint8Array): PlanTokens {
  const { tokenizer } = input.counts;
  const head = chosen.summary ? headMessage(input.system, chosen.summary.text) : null;
  const parts = {
    system: frame.systemTokens,
    template: frame.template.lead + frame.template.trail,
    pinned: 0,
    summary: head ? tokenizer.countMessage(head) - frame.systemTokens : 0,
    history: 0,
    message: frame.tailTokens,
    recalled: chosen.blocks.reduce((sum, block) => sum + block.tokens, 0),
    tools: frame.toolTokens,
  };
  for (let i = 0; i < fates.length; i++) {
    if (fates[i] === FATE.pinned || fates[i] === FATE.standing)
      parts.pinned += frame.history.tokens[i] ?? 0;
    else if (fates[i] === FATE.sent) parts.history += frame.history.tokens[i] ?? 0;
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, total };
}

function reasonsOf({ cut, reason }: Chosen): { sent: string; dropped: string } {
  return { sent: cut === 0 ? "everything fits" : "since the last cut", dropped: reason };
}

function cutNotice({ history }: Frame, { cut, kept }: Chosen): string[] {
  if (cut === 0 || kept.length === 0 || cut >= history.records.length) return [];
  return [`the conversation before turn ${turnOf(history, cut) + 1} is not sent`];
}

/** An estimate may be wrong by more than the room that is left. */
function estimateNotice({ budget, counts }: PlanInput, total: number): string[] {
  const { exact, bound } = counts.tokenizer;
  const most = Math.ceil(total * (1 + bound));
  if (exact || budget.window === null || most + budget.answer_room <= budget.window) return [];
  return [
    `the count of ${total} tokens is an estimate and may really be ${most}, more than the window of ${budget.window} leaves`,
  ];
}
