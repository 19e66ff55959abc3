import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../chat/message.ts";
import { InvalidInputError } from "../error/errors.ts";
import { budgetOf } from "./budget.ts";
import { MessageCounts } from "./message-counts.ts";
import { plan } from "./plan.ts";
import { POLICIES, type Marks, type PlanInput } from "./plan-input.ts";
import { planView } from "./plan-view.ts";
import { UNKNOWN_PRICES, type Prices } from "./prices.ts";
import { chat, input, PRICES, record, send } from "./testing/plan-fixtures.ts";
import { wordTokenizer as tokenizer } from "./testing/word-tokenizer.ts";
import { countPrompt } from "./tokenizer.ts";

const call = (id: string): ChatMessage => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name: "look", arguments: "{}" } }],
});
const result = (id: string): ChatMessage => ({ role: "tool", tool_call_id: id, content: "found" });

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

  test("without a price, history uses what recall does not need, and yields where it does", () => {
    const path = chat(200, (turn) =>
      turn === 2 ? "My cello is with Mrs Okafor." : `remark number ${turn} about lamps`,
    );
    const tokensFor = (content: string) =>
      send(
        input(path, {
          prices: UNKNOWN_PRICES,
          budget: budgetOf({ asked: 1_000 }),
          message: record({ role: "user", content }),
        }),
      ).plan.tokens;
    expect(tokensFor("thanks!").history).toBeGreaterThan(200);
    const little = tokensFor("Who has my cello?");
    expect(little.recalled).toBeGreaterThan(0);
    expect(little.history).toBeGreaterThan(200);
    const much = tokensFor("Which remark about lamps was number 17, and which was number 18?");
    expect(much.recalled).toBeGreaterThan(400);
    expect(much.history).toBeLessThan(200);
  });

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

  test("the last exchange stays while it fits, however long it is", () => {
    const path = [
      ...chat(40),
      record({ role: "user", content: "Write the function." }),
      record({ role: "assistant", content: "code ".repeat(240) }),
    ];
    for (const policy of ["block", "recall"] as const) {
      const { messages } = send(
        input(path, { policy, message: record({ role: "user", content: "And test it." }) }),
      );
      expect(messages.at(-2)?.content, policy).toMatch(/^code/);
    }
  });

  test("a system message inside the conversation is always sent", () => {
    const standing = record({ role: "system", content: "Answer in French." });
    const path = [...chat(3), standing, ...chat(60)];
    const { messages, plan: made } = send(input(path, { policy: "recent" }));
    expect(messages[1]).toEqual(standing.message);
    expect(made.runs).toContainEqual(
      expect.objectContaining({ state: "pinned", reason: "a system message is always sent" }),
    );
  });

  test("a call without its result, and an empty answer, are held back and named", () => {
    const path = [
      record({ role: "user", content: "Look." }),
      record(call("t1")),
      record({ role: "user", content: "Still there?" }),
      record({ role: "assistant", content: "" }),
      record({ role: "user", content: "Hello?" }),
      record({ role: "assistant", content: "Here." }),
    ];
    const { messages, plan: made } = send(input(path));
    expect(messages.map(({ role }) => role).join(" ")).toBe("system user user user assistant user");
    expect(
      made.runs.filter(({ state }) => state === "excluded").map(({ reason }) => reason),
    ).toEqual(["a tool call without its result, or a result without its call", "nothing is in it"]);
  });

  test("the result of a call is sent with its call and the question that led to it", () => {
    const path = [
      ...chat(60),
      record({ role: "user", content: "What is there?" }),
      record(call("t1")),
    ];
    const { messages, plan: made } = send(input(path, { message: record(result("t1")) }));
    expect(messages.slice(-3).map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(made.tail_messages).toBe(3);
  });

  test("what is excluded goes from the blocks that quote it, too", () => {
    const path = chat(60, (turn) => (turn === 2 ? "My cello is with Mrs Okafor." : `lamp ${turn}`));
    const options = { recalled_tokens: 60 };
    const first = record({ role: "user", content: "Who has my cello?" });
    const one = send(input(path, { message: first, options }));
    const longer = [...path, first, record({ role: "assistant", content: "She has it." })];
    const marked = (marks: Marks): string =>
      JSON.stringify(send(input(longer, { previous: one.plan, options, marks })).messages);
    const nothing: ReadonlySet<string> = new Set();
    const source = new Set([path[4]?.id ?? ""]);
    expect(marked({ pinned: nothing, excluded: nothing })).toContain("Okafor");
    expect(marked({ pinned: nothing, excluded: source })).not.toContain("Okafor");
    expect(marked({ pinned: source, excluded: nothing }).match(/Okafor/g)).toHaveLength(1);
  });

  test("another model's cache holds nothing of the prompt", () => {
    const path = chat(3);
    const one = send(input(path));
    const longer = [
      ...path,
      record({ role: "user", content: "and what now?" }, one.plan.message_id),
    ];
    const next = input([...longer, record({ role: "assistant", content: "this" })], {
      previous: one.plan,
    });
    expect(send(next).plan.cached_prefix).toBe(one.plan.tokens.total);
    expect(send({ ...next, request: { model: "n" } }).plan.cached_prefix).toBe(0);
  });

  test("a provider that wants a user message first is not sent an answer first", () => {
    const path = [record({ role: "assistant", content: "Welcome!" }), ...chat(2)];
    expect(send(input(path)).messages[1]?.role).toBe("assistant");
    const { messages, plan: made } = send(input(path, { startsWithUser: true }));
    expect(messages[1]?.role).toBe("user");
    expect(made.runs[0]).toMatchObject({ state: "dropped", reason: /must begin with a user/ });
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

describe("a summary's request", () => {
  const path = chat(60);

  test("takes the turn's parameters, but none that would make it something else", () => {
    const tools = [{ type: "function", function: { name: "look" } }];
    const request = {
      model: "m",
      temperature: 0,
      tools,
      response_format: { type: "json_object" },
      stop: ["."],
      n: 2,
    };
    const made = plan(
      input(path, { policy: "summary", budget: budgetOf({ asked: 600 }), request }),
    );
    if (made.type !== "summarise") throw new Error("expected a summary");
    const { messages: _messages, ...fields } = made.request;
    expect(fields).toMatchObject({ model: "m", temperature: 0, tools, tool_choice: "none" });
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(["response_format"]));
    expect(fields["stop"]).toBeUndefined();
    expect(fields["n"]).toBeUndefined();
    expect(made.tokens).toBe(countPrompt(tokenizer, made.request.messages, tools));
    expect(made.tokens).toBeLessThanOrEqual(600);
  });

  test("leaves out, and says so, a turn too long for any request", () => {
    const long = [...chat(4), record({ role: "user", content: "word ".repeat(900) }), ...chat(40)];
    const made = plan(input(long, { policy: "summary", budget: budgetOf({ asked: 700 }) }));
    if (made.type !== "summarise") throw new Error("expected a summary");
    expect(made.tokens).toBeLessThanOrEqual(700);
    expect(made.notices.join(" ")).toMatch(/too long for a summary request/);
  });

  test("is not made where the budget has no room for one; that is said", () => {
    const { plan: made } = send(
      input(path, { policy: "summary", budget: budgetOf({ asked: 60 }) }),
    );
    expect(made.notices.join(" ")).toMatch(/no room for a summary/);
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
