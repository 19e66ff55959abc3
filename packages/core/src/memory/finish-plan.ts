import type { ChatMessage } from "../chat/message.ts";
import { assembleMessages } from "./assemble.ts";
import { cachedPrefix } from "./cached-prefix.ts";
import type { ContextPlan, PlanTokens, RecalledBlock, SendResult } from "./context-plan.ts";
import type { Frame } from "./frame.ts";
import { headSha256 } from "./head-sha256.ts";
import { planCost } from "./plan-cost.ts";
import type { NewMessage, PlanInput } from "./plan-input.ts";
import { planNotices } from "./plan-notices.ts";
import { fatesOf, isSent, runsOf, startWithUser } from "./plan-runs.ts";
import { planBound, planTokens } from "./plan-tokens.ts";
import type { Chosen } from "./policy/select.ts";
import { requestWith } from "./request-with.ts";
import { sha256 } from "./sha256.ts";

/** Turns what a policy chose into the record and the request it describes. */
export function finishPlan(input: PlanInput, frame: Frame, chosen: Chosen): SendResult {
  const { history, tail } = frame;
  const fates = fatesOf(history, chosen, frame.pinned, chosen.summarisedTo);
  if (input.startsWithUser) startWithUser(history, fates);
  const positions = sentPositions(fates, tail.length);
  const sent = positions.flatMap((i) => history.records[i] ?? tail[i - fates.length] ?? []);
  const messages = messagesOf(input, chosen, sent);
  const request = requestWith(input.request, messages);
  const tokens = planTokens(input, frame, { chosen, fates });
  const bound = planBound(input, frame, { total: tokens.total, sent });
  const recalled = chosen.blocks.map(({ text: _text, ...block }) => block);
  const head_sha256 = headSha256(input, chosen.summary?.text ?? null);
  const cached = cachedOf(input, frame, { positions, tokens, recalled, head_sha256 });
  const { tokenizer } = input.counts;
  const billed = {
    prompt: tokens.total,
    cachedPrefix: cached,
    answer: input.budget.answer_room,
    at: tail.at(-1)?.created_at,
  };
  const plan: ContextPlan = {
    type: "send",
    version: 1,
    policy: input.policy,
    model: input.request.model,
    message_id: tail[0]?.id ?? "",
    tail_messages: tail.length,
    budget: input.budget,
    runs: runsOf(history, fates, sizeIn(input, frame), {
      sent: chosen.cut === 0 ? "everything fits" : "since the last cut",
      dropped: chosen.reason,
    }),
    recalled,
    summary: chosen.summary
      ? { id: chosen.summary.id, covers_to_id: chosen.summary.covers_to_id }
      : null,
    cut_id: history.records[chosen.cut]?.id ?? null,
    turns_since_cut: chosen.fresh ? 1 : (input.previous?.turns_since_cut ?? 0) + 1,
    tokens,
    tokenizer: tokenizer.id,
    exact: bound === 0,
    bound,
    cached_prefix: cached,
    cost_usd: planCost(billed, input.prices),
    notices: planNotices(input, frame, { chosen, total: tokens.total, bound }),
    head_sha256,
    sha256: (input.sha256 ?? sha256)(JSON.stringify(request)),
  };
  return { type: "send", plan, messages, request };
}

/** Positions of what is sent; the tail follows the path. */
function sentPositions(fates: Uint8Array, tail: number): number[] {
  const positions: number[] = [];
  for (let i = 0; i < fates.length; i++) if (isSent(fates[i])) positions.push(i);
  for (let i = 0; i < tail; i++) positions.push(fates.length + i);
  return positions;
}

function messagesOf(
  input: PlanInput,
  { summary, blocks }: Chosen,
  sent: readonly NewMessage[],
): ChatMessage[] {
  return assembleMessages({
    system: input.system,
    summary: summary?.text ?? null,
    sent,
    blocks: new Map(blocks.map((block) => [block.at_id, block.text])),
    readsTokenIds: input.readsTokenIds ?? false,
  });
}

/** The size of a message whether it is sent or not. */
function sizeIn({ counts }: PlanInput, { history, tail }: Frame): (position: number) => number {
  const { records, tokens } = history;
  return (i) => {
    const size = tokens[i];
    if (size) return size;
    const record = records[i] ?? tail[i - records.length];
    return record ? counts.of(record) : 0;
  };
}

interface Written {
  positions: readonly number[];
  tokens: PlanTokens;
  recalled: readonly RecalledBlock[];
  head_sha256: string;
}

function cachedOf(
  input: PlanInput,
  frame: Frame,
  { positions, tokens, recalled, head_sha256 }: Written,
): number {
  const { history, tail, template } = frame;
  const shape = {
    head_sha256,
    headTokens: tokens.system + tokens.summary + tokens.tools + template.lead,
    trail: template.trail,
    positions,
    blocks: recalled,
    tokensAt: sizeIn(input, frame),
  };
  return cachedPrefix(shape, input.previous, [...history.records, ...tail]);
}
