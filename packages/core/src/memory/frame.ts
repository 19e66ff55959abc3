import type { ChatMessage } from "../chat/message.ts";
import { InvalidInputError } from "../error/errors.ts";
import { headMessage } from "./assemble.ts";
import { historyOf, type History } from "./history.ts";
import type { NewMessage, PlanInput } from "./plan-input.ts";
import { isStanding } from "./plan-runs.ts";
import type { TemplateTokens } from "./tokenizer.ts";

/** What is certain before any policy is asked: the fixed parts, their sizes, and the room they leave. */
export interface Frame {
  history: History;
  /** The message to be answered, and what follows it: a broken answer to be continued, or tool calls and results. */
  tail: readonly NewMessage[];
  tailTokens: number;
  systemTokens: number;
  toolTokens: number;
  template: TemplateTokens;
  /** Tokens left for pins, summary, history and recalled messages; Infinity when no limit is known. */
  room: number;
  /** 1 for each message that a person pinned, or that belongs to a pinned one, and for each system message. */
  pinned: Uint8Array;
}

const NO_MARKS: ReadonlySet<string> = new Set();

export function frameOf(input: PlanInput): Frame {
  const { counts, system } = input;
  const { tokenizer } = counts;
  const { before, tail } = splitTail(input);
  const history = historyOf(before, counts, input.marks?.excluded ?? NO_MARKS);
  const head = headMessage(system, null);
  const opening = head ?? openingMessage(history);
  const outline: ChatMessage[] = [
    ...(opening ? [opening] : []),
    ...tail.map(({ message }) => message),
  ];
  const template = tokenizer.countTemplate(outline);
  const systemTokens = head ? tokenizer.countMessage(head) : 0;
  const tools = input.request["tools"];
  const toolTokens = Array.isArray(tools) && tools.length > 0 ? tokenizer.countTools(tools) : 0;
  const tailTokens = tail.reduce((sum, record) => sum + counts.of(record), 0);
  const fixed = systemTokens + toolTokens + template.lead + template.trail;
  const limit = input.budget.tokens ?? Number.POSITIVE_INFINITY;
  checkRoom(limit, fixed, tailTokens, input);
  const pinned = pinnedFlags(history, input.marks?.pinned ?? NO_MARKS);
  const room = limit - fixed - tailTokens;
  return { history, tail, tailTokens, systemTokens, toolTokens, template, room, pinned };
}

/** A system message that begins the path stands where a template would put one of its own. */
function openingMessage({ records, withheld }: History): ChatMessage | null {
  const first = records[0]?.message;
  return first && isStanding(first.role) && !withheld[0] ? first : null;
}

function splitTail(input: PlanInput): Pick<Frame, "tail"> & { before: PlanInput["path"] } {
  const { path, message } = input;
  if (message?.message.role === "user") return { before: path, tail: [message] };
  const start = path.findLastIndex(({ message: { role } }) => role === "user");
  if (start < 0) {
    throw new InvalidInputError({
      message: "there is no user message to answer",
      remedy: "Write a message first.",
      details: { field: "message", given: null, allowed: "a message, or a path that holds one" },
    });
  }
  return {
    before: path.slice(0, start),
    tail: [...path.slice(start), ...(message ? [message] : [])],
  };
}

function checkRoom(limit: number, fixed: number, tail: number, { budget }: PlanInput): void {
  if (fixed > limit) {
    throw overBudget(
      `the system prompt and what belongs to it take ${fixed} tokens`,
      fixed,
      budget,
    );
  }
  if (fixed + tail > limit) {
    const sum = `${fixed + tail} tokens (${tail} of its own, ${fixed} for the system prompt and template)`;
    throw overBudget(`this message alone needs ${sum}`, fixed + tail, budget);
  }
}

/** The refusal of a prompt that no policy can make fit. */
export function overBudget(
  what: string,
  given: number,
  budget: PlanInput["budget"],
): InvalidInputError {
  const allowed = budget.tokens ?? 0;
  return new InvalidInputError({
    code: "context_length_exceeded",
    message: `${what}; the budget is ${allowed} tokens (${budget.source})`,
    remedy: "Raise the budget, shorten the text, or choose a model with a larger window.",
    details: { field: "budget", given, allowed },
  });
}

/** A pin takes its tool group along, and the user message of its turn, so that no prompt starts with an answer. */
function pinnedFlags(history: History, ids: ReadonlySet<string>): Uint8Array {
  const { records, turns } = history;
  const flags = new Uint8Array(records.length);
  for (let i = 0; i < flags.length; i++) if (isStanding(records[i]?.message.role)) flags[i] = 1;
  if (ids.size === 0) return flags;
  for (let turn = 0; turn + 1 < turns.length; turn++) {
    const start = turns[turn] ?? 0;
    const end = turns[turn + 1] ?? 0;
    for (let i = start; i < end; i++) {
      if (!ids.has(records[i]?.id ?? "")) continue;
      const message = records[i]?.message;
      const grouped = message?.role === "tool" || message?.tool_calls !== undefined;
      if (grouped) flags.fill(1, start, end);
      else flags[start] = flags[i] = 1;
    }
  }
  return flags;
}
