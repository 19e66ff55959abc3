import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";
import { InvalidInputError } from "../error/errors.ts";
import { budgetOf } from "./budget.ts";
import type { ContextPlan, SendResult } from "./context-plan.ts";
import { MessageCounts } from "./message-counts.ts";
import { plan } from "./plan.ts";
import { POLICIES, type PlanInput, type PolicyName } from "./plan-input.ts";
import { planView } from "./plan-view.ts";
import { UNKNOWN_PRICES, type Prices } from "./prices.ts";
import { rebuildRequest } from "./rebuild-request.ts";
import { countPrompt, type Tokenizer } from "./tokenizer.ts";

/** Counts words and signs, and frames each message, so that sums can be checked by hand. */
const tokenizer: Tokenizer = {
  id: "words/1",
  exact: true,
  bound: 0,
  countText: (text) => text.match(/\w+|[^\w\s]/g)?.length ?? 0,
  countMessage: (message) =>
    4 + tokenizer.countText(JSON.stringify(message.content ?? "")) + callTokens(message),
  countTemplate: () => ({ lead: 2, trail: 3 }),
  countTools: (tools) => tokenizer.countText(JSON.stringify(tools)),
};

function callTokens(message: ChatMessage): number {
  return message.tool_calls ? tokenizer.countText(JSON.stringify(message.tool_calls)) : 0;
}

const PRICES: Prices = {
  prompt: 1e-6,
  completion: 4e-6,
  cached: 1e-7,
  written: 1e-6,
  request: 0,
  fetched_at: "2026-05-01T00:00:00.000Z",
};

let made = 0;
function record(message: ChatMessage, id = `m${made++}`): MessageRecord {
  const created_at = new Date(Date.UTC(2026, 4, 1) + made * 60_000).toISOString();
  return {
    id,
    conversation_id: "c",
    parent_id: null,
    created_at,
    message,
    state: "complete",
    answer: null,
  };
}

function chat(
  turns: number,
  text: (turn: number) => string = (turn) => `remark number ${turn} about lamps`,
): MessageRecord[] {
  return Array.from({ length: turns }, (_, turn) => [
    record({ role: "user", content: text(turn) }),
    record({ role: "assistant", content: `reply ${turn}: ${"words of an answer ".repeat(6)}` }),
  ]).flat();
}

function input(path: readonly MessageRecord[], over: Partial<PlanInput> = {}): PlanInput {
  return {
    path,
    message: record({ role: "user", content: "and what now?" }),
    system: "You are brief.",
    request: { model: "m" },
    policy: "recall",
    budget: budgetOf({ asked: 400 }),
    previous: null,
    prices: PRICES,
    counts: new MessageCounts(tokenizer),
    ...over,
  };
}

function send(given: PlanInput): SendResult {
  const result = plan(given);
  if (result.type !== "send") throw new Error("expected a plan that can be sent");
  return result;
}

function roles(messages: readonly ChatMessage[]): string[] {
  return messages.map((message) => message.role);
}

const texts = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constant(""),
  fc.integer({ min: 50, max: 400 }).map((n) => "many words ".repeat(n)),
);

/** One turn: a user message, perhaps with an image, then perhaps tool calls with reasoning, then an answer. */
const turnOfMessages = fc
  .record({
    said: texts,
    image: fc.boolean(),
    calls: fc.integer({ min: 0, max: 2 }),
    answer: texts,
  })
  .map(({ said, image, calls, answer }): ChatMessage[] => [
    {
      role: "user",
      content: image
        ? [
            { type: "text", text: said },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
          ]
        : said,
    },
    ...Array.from({ length: calls }, (_, i): ChatMessage[] => [
      {
        role: "assistant",
        content: null,
        reasoning_details: [{ type: "reasoning.text", text: "so I look" }],
        tool_calls: [
          { id: `t${i}`, type: "function", function: { name: "look", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: `t${i}`, content: said },
    ]).flat(),
    { role: "assistant", content: answer },
  ]);

const paths = fc
  .array(turnOfMessages, { maxLength: 25 })
  .map((turns) => turns.flat().map((message) => record(message)));
const policies = fc.constantFrom<PolicyName>("recent", "middle-out", "block", "recall", "summary");
const budgets = fc.integer({ min: 60, max: 3_000 });

describe("for any history, policy and budget", () => {
  test("parts sum to the whole, the budget holds, and no call stands without its result", () => {
    fc.assert(
      fc.property(paths, policies, budgets, fc.boolean(), (path, policy, asked, priced) => {
        const given = input(path, {
          policy,
          budget: budgetOf({ asked }),
          prices: priced ? PRICES : UNKNOWN_PRICES,
        });
        const result = plan(given);
        if (result.type !== "send") return;
        const { total, ...parts } = result.plan.tokens;
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(countPrompt(tokenizer, result.messages)).toBe(total);
        expect(total).toBeLessThanOrEqual(asked);
        expectNoOrphans(result.messages);
        expect(roles(result.messages).slice(0, 2)).toEqual(["system", "user"]);
        expect(result.messages.at(-1)?.role).toBe("user");
      }),
      { numRuns: 300 },
    );
  });

  test("the same inputs give the same plan, which survives JSON and rebuilds its request", () => {
    fc.assert(
      fc.property(paths, policies, budgets, (path, policy, asked) => {
        const given = input(path, { policy, budget: budgetOf({ asked }) });
        const result = plan(given);
        expect(plan({ ...given, counts: new MessageCounts(tokenizer) })).toEqual(result);
        if (result.type !== "send" || !given.message) return;
        const stored: ContextPlan = JSON.parse(JSON.stringify(result.plan));
        const rebuilt = rebuildRequest(stored, {
          path: [...path, { ...record({ role: "user" }), ...given.message }, ...chat(2)],
          system: given.system,
          request: given.request,
        });
        expect(rebuilt?.verified).toBe(true);
        expect(rebuilt?.request).toEqual(result.request);
      }),
      { numRuns: 150 },
    );
  });

  test("between two cuts the common prefix of consecutive requests never shrinks", () => {
    fc.assert(
      fc.property(
        paths,
        fc.constantFrom<PolicyName>("block", "recall"),
        budgets,
        (path, policy, asked) => {
          let previous: SendResult | null = null;
          let shared = 0;
          for (const [i, each] of path.entries()) {
            if (each.message.role !== "user") continue;
            const given = input(path.slice(0, i), {
              policy,
              message: each,
              budget: budgetOf({ asked }),
              previous: previous?.plan ?? null,
            });
            let now: SendResult;
            try {
              now = send(given);
            } catch (error) {
              expect(error).toBeInstanceOf(InvalidInputError);
              return;
            }
            if (previous && now.plan.turns_since_cut > 1) {
              const common = commonPrefix(previous.messages, now.messages);
              expect(common).toBeGreaterThanOrEqual(shared);
              shared = common;
              expect(now.plan.cached_prefix).toBeGreaterThan(0);
            } else shared = 0;
            previous = now;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("excluding and including again is the identity", () => {
    fc.assert(
      fc.property(paths, policies, budgets, fc.nat(), (path, policy, asked, pick) => {
        const given = input(path, { policy, budget: budgetOf({ asked }) });
        const id = path[pick % Math.max(1, path.length)]?.id ?? "none";
        const before = plan(given);
        const excluded = plan({ ...given, marks: { pinned: new Set(), excluded: new Set([id]) } });
        if (excluded.type === "send" && path.length > 0) {
          const view = planView(excluded.plan, path, given.counts);
          expect(view?.find((each) => each.id === id)?.state).toBe("excluded");
        }
        expect(plan({ ...given, marks: { pinned: new Set(), excluded: new Set() } })).toEqual(
          before,
        );
      }),
      { numRuns: 100 },
    );
  });
});

function expectNoOrphans(messages: readonly ChatMessage[]): void {
  for (const [i, message] of messages.entries()) {
    if (message.role === "tool") {
      expect(["assistant", "tool"]).toContain(messages[i - 1]?.role);
      expect(JSON.stringify(messages[i - 1])).toContain(message.tool_call_id);
    }
    if (message.tool_calls) expect(messages[i + 1]?.role).toBe("tool");
  }
}

function commonPrefix(one: readonly ChatMessage[], other: readonly ChatMessage[]): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

describe("what is sent", () => {
  test("everything, while it fits", () => {
    const path = chat(3);
    for (const policy of POLICIES) {
      const { messages, plan: record } = send(input(path, { policy }));
      expect(messages).toHaveLength(8);
      expect(record.runs).toEqual([expect.objectContaining({ state: "sent", messages: 6 })]);
      expect(record.recalled).toEqual([]);
    }
  });

  test("a fact from turn 3 of a 200-turn chat is brought back for a question about it, with its reason", () => {
    const path = chat(200, (turn) =>
      turn === 2
        ? "My cello is in the workshop of Mrs Okafor until June."
        : `remark number ${turn} about lamps`,
    );
    const message = record({ role: "user", content: "Who has my cello?" });
    const { plan: made, messages } = send(input(path, { message }));
    expect(messages.at(-1)?.content).toMatch(
      /\[turn 3, 2026-05-\d\d, user\] My cello is in the workshop of Mrs Okafor/,
    );
    const view = planView(made, path, new MessageCounts(tokenizer));
    expect(view?.[4]).toMatchObject({ state: "recalled", reason: "mentions “cello”" });
    const positional = send(input(path, { message, policy: "recent" }));
    expect(JSON.stringify(positional.messages)).not.toContain("Okafor");
  });

  test("the stored message is not touched by what is recalled", () => {
    const path = chat(60);
    const message = record({ role: "user", content: "What was remark 3 about?" });
    const before = JSON.stringify([path, message]);
    send(input(path, { message }));
    expect(JSON.stringify([path, message])).toBe(before);
  });

  test.each(["thanks!", "ok", "Great, thank you so much", "👍", "Hello, how are you?"])(
    "“%s” recalls nothing",
    (content) => {
      const path = chat(100, () => "thanks for the great lamp, how are you?");
      const { plan: made } = send(input(path, { message: record({ role: "user", content }) }));
      expect(made.recalled).toEqual([]);
    },
  );

  test("a follow-up that only points back is read with the exchange before", () => {
    const path = chat(100, (turn) =>
      turn === 4 ? "The red umbrella cost 18 euros, the green umbrella 25." : `lamp ${turn}`,
    );
    path.push(record({ role: "user", content: "How much was the red umbrella?" }));
    path.push(record({ role: "assistant", content: "18 euros." }));
    const { messages } = send(
      input(path, { message: record({ role: "user", content: "And the other one?" }) }),
    );
    expect(messages.at(-1)?.content).toContain("the green umbrella 25");
  });

  test("small blocks stay at their turn until the next cut", () => {
    const path = chat(60, (turn) => (turn === 2 ? "My cello is with Mrs Okafor." : `lamp ${turn}`));
    const first = record({ role: "user", content: "Who has my cello?" });
    const options = { recalled_tokens: 60 };
    const one = send(input(path, { message: first, options }));
    const longer = [...path, first, record({ role: "assistant", content: "Mrs Okafor." })];
    const two = send(input(longer, { previous: one.plan, options }));
    expect(two.plan.turns_since_cut).toBe(2);
    expect(two.messages.slice(0, one.messages.length)).toEqual(one.messages);
    expect(two.plan.cached_prefix).toBe(one.plan.tokens.total);
  });

  test("pins are sent first, with the user message of their turn", () => {
    const path = chat(100);
    const pinned = new Set([path[3]?.id ?? ""]);
    const { messages, plan: made } = send(
      input(path, { policy: "block", marks: { pinned, excluded: new Set() } }),
    );
    expect(messages.slice(1, 3)).toEqual([path[2]?.message, path[3]?.message]);
    expect(made.tokens.pinned).toBeGreaterThan(0);
  });

  test("a plan of 10,000 messages is at most 4 kB", () => {
    const path = chat(5_000);
    const message = record({ role: "user", content: "What was remark number 17 about?" });
    const { plan: made } = send(input(path, { message, budget: budgetOf({ asked: 8_000 }) }));
    expect(made.recalled).toHaveLength(1);
    expect(JSON.stringify(made).length).toBeLessThanOrEqual(4_096);
  });

  test("a broken answer is continued with its question", () => {
    const path = [
      ...chat(2),
      record({ role: "user", content: "go on" }),
      record({ role: "assistant", content: "Half an" }),
    ];
    const { messages, plan: made } = send(input(path, { message: null }));
    expect(messages.slice(-2).map((message) => message.content)).toEqual(["go on", "Half an"]);
    expect(made.tail_messages).toBe(2);
  });
});

describe("summary", () => {
  test("asks for a summary at a cut, then sends it in place of what it covers", () => {
    const path = chat(60);
    const given = input(path, { policy: "summary", budget: budgetOf({ asked: 600 }) });
    let result = plan(given);
    const ids = new Set(path.map(({ id }) => id));
    let rounds = 0;
    while (result.type === "summarise" && rounds++ < 20) {
      expect(countPrompt(tokenizer, result.request.messages)).toBeLessThanOrEqual(700);
      expect(ids.has(result.covers.to_id)).toBe(true);
      const summary = {
        id: `s${rounds}`,
        text: "They spoke of lamps.",
        covers_to_id: result.covers.to_id,
      };
      result = plan({ ...given, summary });
    }
    if (result.type !== "send") throw new Error("the summaries never covered the cut");
    expect(result.messages[0]?.content).toContain("They spoke of lamps.");
    expect(result.plan.tokens.summary).toBeGreaterThan(0);
    expect(result.plan.tokens.total).toBe(countPrompt(tokenizer, result.messages));
    expect(result.plan.runs[0]?.state).toBe("summarised");
  });
});

describe("refusals, with figures", () => {
  const huge = record({ role: "user", content: "word ".repeat(900) });
  test.each<[string, () => unknown, RegExp]>([
    [
      "a message alone over the budget",
      () => plan(input([], { message: huge })),
      /this message alone needs 9\d\d tokens.*budget is 400/,
    ],
    [
      "a budget below the system prompt",
      () => plan(input([], { system: "word ".repeat(500) })),
      /system prompt.*5\d\d tokens.*400/,
    ],
    [
      "full over the budget",
      () => plan(input(chat(50), { policy: "full" })),
      /whole conversation takes [\d,]+ tokens.*400/,
    ],
    ["a window of 0", () => budgetOf({ window: 0 }), /window is 0/],
    ["a budget of 0", () => budgetOf({ asked: 0 }), /budget is 0/],
  ])("%s", (_name, act, words) => {
    expect(act).toThrow(InvalidInputError);
    expect(act).toThrow(words);
  });

  test("an unknown policy is named with those there are", () => {
    const odd: PlanInput = JSON.parse(JSON.stringify({ policy: "newest" }));
    expect(() => plan(odd)).toThrow(
      /no policy “newest”.*full, recent, middle-out, block, recall, summary/,
    );
  });
});

describe("cost", () => {
  test("is unknown without prices, zero for a free model, and a range otherwise", () => {
    const path = chat(3);
    expect(send(input(path, { prices: UNKNOWN_PRICES })).plan.cost_usd).toEqual({
      cached: null,
      uncached: null,
    });
    const free: Prices = { ...PRICES, prompt: 0, completion: 0, cached: 0, written: 0 };
    expect(send(input(path, { prices: free })).plan.cost_usd.uncached).toEqual({ min: 0, max: 0 });
    const { plan: made } = send(input(path));
    expect(made.cost_usd.uncached?.min).toBeCloseTo(made.tokens.total * 1e-6, 12);
    expect(made.cost_usd.uncached?.max).toBeCloseTo((made.tokens.total + 4 * 1_024) * 1e-6, 12);
  });
});
