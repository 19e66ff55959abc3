import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf, type ChatMessage } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";
import { InvalidInputError } from "../error/errors.ts";
import { budgetOf } from "./budget.ts";
import type { ContextPlan, PlanResult, SendResult } from "./context-plan.ts";
import { MessageCounts } from "./message-counts.ts";
import { plan } from "./plan.ts";
import type { PlanInput, PolicyName, SummaryRecord } from "./plan-input.ts";
import { planView } from "./plan-view.ts";
import { UNKNOWN_PRICES } from "./prices.ts";
import { rebuildRequest } from "./rebuild-request.ts";
import { RecallIndex } from "./recall/recall-index.ts";
import { input, PRICES, record } from "./testing/plan-fixtures.ts";
import { life, type Deed, type LifeTurn } from "./testing/random-life.ts";
import { wordTokenizer } from "./testing/word-tokenizer.ts";
import { countPrompt } from "./tokenizer.ts";

/** A request that was sent in a life, with what it was made from. */
interface Sent {
  given: PlanInput;
  result: SendResult;
  /** The plan that the turn before on this path kept, when nothing but the conversation grew since. */
  before: Sent | null;
}

/** Lives through a conversation: plans every turn as the product does, from the nearest plan on its path. */
class Life {
  readonly sent: Sent[] = [];
  readonly #plans = new Map<string, Sent>();
  readonly #summaries: SummaryRecord[] = [];
  readonly #pinned = new Set<string>();
  readonly #excluded = new Set<string>();
  readonly #index = new RecallIndex();
  readonly #counts = new MessageCounts(wordTokenizer);
  #path: MessageRecord[] = [];
  #policy: PolicyName;
  #budget = 500;
  #system: string | null = "You are brief.";
  #model = "m";
  #quiet = false;
  #made = 0;

  constructor(policy: PolicyName) {
    this.#policy = policy;
  }

  live({ deeds, said, answers, resumeAfter }: LifeTurn): void {
    this.#quiet = deeds.length === 0;
    for (const deed of deeds) this.#do(deed);
    const user = this.#record(said);
    const sent = this.#send([...this.#path], user);
    this.#path.push(user);
    for (const [i, message] of answers.entries()) {
      const next = this.#record(message);
      // The result of a call is sent as the new message; anything else may be continued.
      if (i + 1 === resumeAfter)
        this.#send(
          [...this.#path, ...(next.message.role === "tool" ? [] : [next])],
          next.message.role === "tool" ? next : null,
        );
      this.#path.push(next);
    }
    if (sent) this.#plans.set(user.id, sent);
  }

  /** No two messages are alike, and each carries its own mark in its text, so that a request tells what is in it. */
  #record(message: ChatMessage): MessageRecord {
    const id = `m${this.#made++}`;
    const { content } = message;
    const marked =
      typeof content === "string" && content !== "" ? `${content} mark${id}mark` : content;
    return record({ ...message, content: marked ?? null, name: id }, id);
  }

  #do(deed: Deed): void {
    switch (deed.type) {
      case "branch":
        this.#path = this.#path.slice(0, this.#turnStart(deed.pick));
        return;
      case "budget":
        this.#budget = deed.tokens;
        return;
      case "policy":
        this.#policy = deed.policy;
        return;
      case "system":
        this.#system = deed.text;
        return;
      case "model":
        this.#model = deed.model;
        return;
      case "pin":
      case "unpin":
      case "exclude":
      case "include":
        this.#mark(deed.type, this.#path[deed.pick % Math.max(1, this.#path.length)]?.id ?? "");
    }
  }

  #mark(type: "pin" | "unpin" | "exclude" | "include", id: string): void {
    if (type === "pin") this.#pinned.add(id);
    else if (type === "unpin") this.#pinned.delete(id);
    else if (type === "exclude") this.#excluded.add(id);
    else this.#excluded.delete(id);
  }

  #turnStart(pick: number): number {
    const starts = this.#path.flatMap(({ message }, i) => (message.role === "user" ? [i] : []));
    return starts[pick % Math.max(1, starts.length)] ?? 0;
  }

  #send(path: MessageRecord[], message: MessageRecord | null): Sent | null {
    const before = path.flatMap(({ id }) => this.#plans.get(id) ?? []).at(-1) ?? null;
    const given = input(path, {
      message,
      policy: this.#policy,
      system: this.#system,
      request: { model: this.#model },
      budget: budgetOf({ asked: this.#budget }),
      options: this.#budget % 3 === 0 ? {} : { recalled_tokens: 90 },
      previous: before ? JSON.parse(JSON.stringify(before.result.plan)) : null,
      prices: this.#budget % 2 === 0 ? PRICES : UNKNOWN_PRICES,
      counts: this.#counts,
      index: this.#index,
      marks: { pinned: new Set(this.#pinned), excluded: new Set(this.#excluded) },
    });
    const result = this.#planned(given, path);
    if (result?.type !== "send") return null;
    const summary = result.plan.summary;
    const sent = {
      given: { ...given, summary: this.#summaries.find(({ id }) => id === summary?.id) ?? null },
      result,
      before: this.#quiet ? before : null,
    };
    this.sent.push(sent);
    return sent;
  }

  /** Plans, and writes the summaries that are asked for. Null where the plan is refused, with figures. */
  #planned(given: PlanInput, path: readonly MessageRecord[]): PlanResult | null {
    const ids = new Set(path.map(({ id }) => id));
    for (let written = 0; written < 200; written++) {
      const summary = this.#summaries.findLast(({ covers_to_id }) => ids.has(covers_to_id)) ?? null;
      let result: PlanResult;
      try {
        result = plan({ ...given, summary });
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInputError);
        expect(String(error)).toMatch(/\d+ tokens.*budget is \d+/);
        return null;
      }
      if (result.type === "send") return result;
      expectSummaryFits(result, given);
      this.#summaries.push({
        id: `s${this.#summaries.length}`,
        text: "They spoke of lamps.",
        covers_to_id: result.covers.to_id,
      });
    }
    throw new Error("the summaries never covered the cut");
  }
}

function expectSummaryFits(
  { request, tokens, covers }: Extract<PlanResult, { type: "summarise" }>,
  given: PlanInput,
): void {
  expect(countPrompt(wordTokenizer, request.messages)).toBe(tokens);
  expect(tokens).toBeLessThanOrEqual(given.budget.tokens ?? 0);
  expectNoOrphans(request.messages);
  expect(covers.messages).toBeGreaterThan(0);
}

function expectNoOrphans(messages: readonly ChatMessage[]): void {
  let open: string[] = [];
  for (const { role, tool_calls = [], tool_call_id = "" } of messages) {
    if (role === "tool") {
      expect(open).toContain(tool_call_id);
      open = open.filter((id) => id !== tool_call_id);
      continue;
    }
    expect(open).toEqual([]);
    open = tool_calls.map(({ id }) => id);
  }
}

function lived(policy: PolicyName, turns: readonly LifeTurn[]): Sent[] {
  const whole = new Life(policy);
  for (const turn of turns) whole.live(turn);
  return whole.sent;
}

/** Runs `check` on every request of many lives. */
function always(check: (sent: Sent) => void): void {
  const policy = fc.constantFrom<PolicyName>("recent", "middle-out", "block", "recall", "summary");
  const runs = Number(process.env["PROPERTY_RUNS"] ?? 60);
  fc.assert(
    fc.property(policy, life, (first, turns) => {
      for (const sent of lived(first, turns)) check(sent);
    }),
    { numRuns: runs },
  );
}

function beforeTail({ given, result }: Sent): readonly MessageRecord[] {
  const all = [
    ...given.path,
    ...(given.message ? [{ ...record({ role: "user" }), ...given.message }] : []),
  ];
  return all.slice(0, all.length - result.plan.tail_messages);
}

describe("whatever a conversation goes through, for every request", () => {
  test("the parts sum to the whole and the budget is never passed", () => {
    always(({ given, result }) => {
      const { total, ...parts } = result.plan.tokens;
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
      expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0);
      expect(countPrompt(wordTokenizer, result.messages)).toBe(total);
      expect(total).toBeLessThanOrEqual(given.budget.tokens ?? 0);
    });
  });

  test("every message of the path has one fate, with a reason and its tokens", () => {
    always((sent) => {
      const { given, result } = sent;
      const path = beforeTail(sent);
      const view = planView(result.plan, path, given.counts);
      expect(view?.map(({ id }) => id)).toEqual(path.map(({ id }) => id));
      for (const { reason } of view ?? []) expect(reason).not.toBe("");
      const runs = result.plan.runs.reduce((sum, run) => sum + run.tokens, 0);
      expect(runs).toBe((view ?? []).reduce((sum, { tokens }) => sum + tokens, 0));
    });
  });

  test("no call stands without its result", () => {
    always(({ given, result }) => {
      const tail = result.messages.slice(-result.plan.tail_messages);
      if (given.message?.message.role === "user") expectNoOrphans(result.messages);
      else expectNoOrphans(result.messages.slice(0, -tail.length));
    });
  });

  test("what is excluded is in no form in it, and what is pinned is; nothing is in it twice", () => {
    always((sent) => {
      const { given, result } = sent;
      const whole = JSON.stringify(result.messages);
      const view = planView(result.plan, beforeTail(sent), given.counts) ?? [];
      for (const { id, state } of view) {
        const times = whole.split(`mark${id}mark`).length - 1;
        expect(times).toBeLessThanOrEqual(1);
        if (state === "excluded" || state === "dropped" || state === "summarised")
          expect(times).toBe(0);
        if (given.marks?.excluded.has(id)) expect(state).toBe("excluded");
        else if (given.marks?.pinned.has(id))
          expect(["sent", "pinned", "excluded"]).toContain(state);
      }
    });
  });

  test("the message, and nothing after it but what answers it, ends the request", () => {
    always(({ given, result }) => {
      const asked = result.messages.at(-result.plan.tail_messages);
      const user =
        given.message?.message.role === "user"
          ? given.message
          : given.path.findLast(({ message }) => message.role === "user");
      expect(asked && textOf(asked).startsWith(user ? textOf(user.message) : "?")).toBe(true);
    });
  });

  test("the same inputs give the same plan", () => {
    always(({ given, result }) => {
      const again = plan({
        ...given,
        counts: new MessageCounts(wordTokenizer),
        index: new RecallIndex(),
      });
      expect(again).toEqual(result);
    });
  });

  test("it is rebuilt exactly, whatever was said and marked later", () => {
    always((sent) => {
      const { given, result } = sent;
      const stored: ContextPlan = JSON.parse(JSON.stringify(result.plan));
      const tail = given.message ? [{ ...record({ role: "user" }), ...given.message }] : [];
      const rebuilt = rebuildRequest(stored, {
        path: [...given.path, ...tail, record({ role: "assistant", content: "later" })],
        system: given.system,
        request: given.request,
        summary: given.summary ?? null,
      });
      expect(rebuilt?.verified).toBe(true);
      expect(rebuilt?.request).toEqual(result.request);
    });
  });

  test("the prefix said to be cached is the one that both requests begin with", () => {
    always(({ given, result, before }) => {
      const { cached_prefix } = result.plan;
      if (!before || before.given.request.model !== given.request.model) return;
      const shared = sharedMessages(before.result.messages, result.messages);
      const tokens = result.messages
        .slice(0, shared)
        .map((each) => wordTokenizer.countMessage(each));
      const least = tokens.reduce((sum, each) => sum + each, 0);
      const next = result.messages[shared];
      expect(cached_prefix === 0 || cached_prefix >= least).toBe(true);
      expect(cached_prefix).toBeLessThanOrEqual(
        least + 5 + (next ? wordTokenizer.countMessage(next) : 0),
      );
    });
  });

  test("between two cuts the common prefix of consecutive requests never shrinks", () => {
    const policy = fc.constantFrom<PolicyName>("block", "recall");
    fc.assert(
      fc.property(policy, life, (first, turns) => {
        for (const { given, result, before } of lived(first, turns)) {
          const earlier = before?.before;
          const steady = ["block", "recall"].includes(given.policy);
          if (!before || !earlier || !steady || result.plan.turns_since_cut < 3) continue;
          const now = commonText(before.result.messages, result.messages);
          const then = commonText(earlier.result.messages, before.result.messages);
          expect(now).toBeGreaterThanOrEqual(then);
          expect(result.plan.cached_prefix).toBeGreaterThan(0);
        }
      }),
      { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 60) },
    );
  });
});

function sharedMessages(one: readonly ChatMessage[], other: readonly ChatMessage[]): number {
  let i = 0;
  while (i < one.length && JSON.stringify(one[i]) === JSON.stringify(other[i])) i++;
  return i;
}

function commonText(one: readonly ChatMessage[], other: readonly ChatMessage[]): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}
