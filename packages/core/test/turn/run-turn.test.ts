import {
  AbortedError,
  ApiError,
  runTurn,
  storeFailure,
  textOf,
  type ChatModel,
  type MessageRecord,
  type TurnEvent,
} from "@colloquy/core";
import { ScriptedModel, scriptedChunk } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";
import { begun, ending, turnWorld, user } from "./turn-world.ts";

function texts(path: readonly MessageRecord[]): string[] {
  return path.map(({ message }) => textOf(message));
}

describe("runTurn", () => {
  it("plans, keeps both rows, asks, keeps the answer, in this order", async () => {
    const model = new ScriptedModel("Paris.");
    const world = turnWorld(model);
    const events = await world.say("What is the capital of France?");
    expect(events.map(({ type }) => type)).toEqual([
      "plan",
      "begun",
      "chunk",
      "chunk",
      "completion",
    ]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    const { conversation_id, message_id, parent_id } = begun(events);
    const path = await world.store.path(conversation_id);
    expect(path.map(({ id }) => id)).toEqual([parent_id, message_id]);
    expect(path[1]).toMatchObject({ state: "complete", message: { content: "Paris." } });
    expect(path[1]?.answer).toMatchObject({
      model: "default-model",
      parameters: {},
      cost_usd: null,
    });
    expect((await world.store.conversation(conversation_id))?.title).toBe(
      "What is the capital of France?",
    );
    expect(world.ticks.size).toBe(0);
  });

  it("sends nothing that nobody set", async () => {
    const model = new ScriptedModel("ok");
    await turnWorld(model).say("hi");
    expect(model.calls[0]?.request).toEqual({
      model: "wire/model",
      messages: [user("hi")],
      stream: true,
    });
  });

  it("keeps and asks nothing when the surface stops at the plan", async () => {
    const model = new ScriptedModel("ok");
    const world = turnWorld(model);
    const act = { type: "send" as const, message: user("hi") };
    for await (const event of runTurn({ act, defaults: { model: "m" } }, world.ports)) {
      expect(event.type).toBe("plan");
      break;
    }
    expect(model.calls).toEqual([]);
    expect(await world.store.list()).toEqual([]);
  });

  it("sends the path, and inherits model, system prompt and parameters", async () => {
    const model = new ScriptedModel(["One.", "Two."]);
    const world = turnWorld(model);
    const first = await world.say("1", {
      changes: { model: "a/b", system: "Be brief.", set: { temperature: 0, max_tokens: 9 } },
    });
    const { conversation_id } = begun(first);
    const second = await world.say("2", {
      conversation_id,
      changes: { set: { top_p: 0.5 }, unset: ["max_tokens"] },
    });
    expect(second[0]).toMatchObject({
      settings: { model: "a/b", system: "Be brief.", parameters: { temperature: 0, top_p: 0.5 } },
    });
    expect(model.calls[1]?.request).toEqual({
      model: "wire/model",
      messages: [
        { role: "system", content: "Be brief." },
        user("1"),
        { role: "assistant", content: "One." },
        user("2"),
      ],
      temperature: 0,
      top_p: 0.5,
      stream: true,
    });
  });

  it("keeps a failed turn, lets the next message follow its parent, and inherits the choice", async () => {
    const failure = new ApiError({ message: "no credits", status: 402 });
    const model = new ScriptedModel([[{ error: failure }], "Fine."]);
    const world = turnWorld(model);
    const failed = await world.say("first", { changes: { model: "paid/model" } });
    expect(ending(failed)).toMatchObject({
      type: "interruption",
      state: "failed",
      completion: null,
      error: { status: 402, message: "no credits" },
    });
    const { conversation_id } = begun(failed);
    const next = await world.say("second", { conversation_id });
    expect(next[0]).toMatchObject({ settings: { model: "paid/model" } });
    expect(texts(await world.store.path(conversation_id))).toEqual(["second", "Fine."]);
    expect(await world.store.messages(conversation_id)).toHaveLength(4);
  });

  it("keeps what had come when the stream breaks, and the next message follows it", async () => {
    const broken = new ApiError({ message: "overloaded", status: 529 });
    const model = new ScriptedModel([["Par", { error: broken }], "Yes."]);
    const world = turnWorld(model);
    const events = await world.say("?");
    const { conversation_id } = begun(events);
    expect(ending(events)).toMatchObject({ state: "interrupted", error: { kind: "interrupted" } });
    await world.say("go on", { conversation_id });
    expect(texts(await world.store.path(conversation_id))).toEqual(["?", "Par", "go on", "Yes."]);
  });

  it("Ctrl-C stops the model and keeps the part", async () => {
    const controller = new AbortController();
    const model = new ScriptedModel([["Par", { wait: new Promise(() => undefined) }]]);
    const world = turnWorld(model);
    const act = { type: "send" as const, message: user("?") };
    const events: TurnEvent[] = [];
    const input = { act, defaults: { model: "m" }, signal: controller.signal };
    for await (const event of runTurn(input, world.ports)) {
      events.push(event);
      if (event.type === "chunk") controller.abort(new AbortedError());
    }
    expect(ending(events)).toMatchObject({ state: "interrupted", error: { kind: "aborted" } });
    expect(model.calls[0]?.outcome).toBe("stopped");
    const [, row] = await world.store.path(begun(events).conversation_id);
    expect(row).toMatchObject({ state: "interrupted", message: { content: "Par" } });
  });

  it.each(["chunk", "progress"])(
    "leaving the loop at a %s stops the model and keeps the end",
    async (at) => {
      const progress = { progress: { message: "waiting" } };
      const model = new ScriptedModel([
        [progress, "Par", "is", { wait: new Promise(() => undefined) }],
      ]);
      const stuck = new ScriptedModel([[progress, { wait: new Promise(() => undefined) }]]);
      const chosen = at === "chunk" ? model : stuck;
      const world = turnWorld(chosen);
      const act = { type: "send" as const, message: user("?") };
      let id = "";
      for await (const event of runTurn({ act, defaults: { model: "m" } }, world.ports)) {
        if (event.type === "begun") id = event.conversation_id;
        if (event.type === at) break;
      }
      const [, row] = await world.store.path(id);
      expect(row?.state).toBe(at === "chunk" ? "interrupted" : "failed");
      expect(row?.answer?.error?.kind).toBe("aborted");
      expect(chosen.calls[0]?.outcome).toBe("stopped");
      expect(world.ticks.size).toBe(0);
    },
  );

  it("shows a heartbeat while nothing arrives, and keeps the text as it grows", async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { promise: second, resolve: end } = Promise.withResolvers<void>();
    const model = new ScriptedModel([
      [
        { wait: gate },
        "Par",
        { wait: second },
        scriptedChunk({ model: "m" }, { content: "is" }, { finish_reason: "stop" }),
      ],
    ]);
    const world = turnWorld(model);
    const turn = world.say("?");
    const row = async () => {
      const [conversation] = await world.store.list();
      return (await world.store.path(conversation?.id ?? ""))[1];
    };
    await world.tick(0);
    await world.tick();
    const waiting = await row();
    expect(waiting?.message.content).toBe("");
    expect(Date.parse(waiting?.answer?.heartbeat_at ?? "")).toBe(world.environment.now());
    open();
    await world.tick(0);
    await world.tick();
    expect((await row())?.message.content).toBe("Par");
    expect((await row())?.state).toBe("interrupted");
    end();
    expect(ending(await turn).state).toBe("complete");
    expect((await row())?.message.content).toBe("Paris");
    expect((await row())?.answer?.timing).toMatchObject({ first_token_ms: 800, total_ms: 1600 });
  });

  it("does not follow an answer that another process is still writing", async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const world = turnWorld(new ScriptedModel(["One.", ["Tw", { wait: never }], "Three."]));
    const { conversation_id } = begun(await world.say("1"));
    const controller = new AbortController();
    const writing = world.say("2", { conversation_id, signal: controller.signal });
    await world.tick();
    await world.say("3", { conversation_id });
    expect(texts(await world.store.path(conversation_id))).toEqual(["1", "One.", "3", "Three."]);
    controller.abort(new AbortedError());
    await writing;
  });

  it("retry answers the same message again with the same settings, edit says it differently", async () => {
    const model = new ScriptedModel(["One.", "Uno.", "Two."]);
    const world = turnWorld(model);
    const first = await world.say("count", { changes: { system: "s", set: { seed: 0 } } });
    const { conversation_id, parent_id, message_id } = begun(first);
    const again = await world.run({ conversation_id, act: { type: "retry" } });
    expect(begun(again).parent_id).toBe(parent_id);
    expect(again[0]).toMatchObject({ settings: { system: "s", parameters: { seed: 0 } } });
    expect(texts(await world.store.path(conversation_id))).toEqual(["count", "Uno."]);
    const edited = await world.run({
      conversation_id,
      act: { type: "edit", message: user("again") },
    });
    expect(edited[0]).toMatchObject({ settings: { system: "s", parameters: { seed: 0 } } });
    expect(texts(await world.store.path(conversation_id))).toEqual(["again", "Two."]);
    expect(texts(await world.store.path(conversation_id, message_id))).toEqual(["count", "One."]);
  });

  it("continue writes on the same message and keeps both completions", async () => {
    const cut = scriptedChunk({ model: "m" }, { content: "one two" }, { finish_reason: "length" });
    const model = new ScriptedModel([[cut], " three"]);
    const world = turnWorld(model);
    const first = await world.say("count");
    const { conversation_id, message_id } = begun(first);
    const more = await world.run({ conversation_id, act: { type: "continue" } });
    expect(model.calls[1]?.request.messages).toEqual([
      user("count"),
      { role: "assistant", content: "one two" },
    ]);
    const path = await world.store.path(conversation_id);
    expect(texts(path)).toEqual(["count", "one two three"]);
    expect(path[1]?.answer).toMatchObject({ continues_id: message_id });
    expect(path[1]?.answer?.completion?.choices[0]?.message.content).toBe(" three");
    const old = await world.store.message(message_id);
    expect(old?.answer?.completion?.choices[0]?.message.content).toBe("one two");
    expect(ending(more).state).toBe("complete");
  });

  it.each(["retry", "edit", "continue"] as const)(
    "refuses to %s where there is nothing",
    async (type) => {
      const world = turnWorld(new ScriptedModel("ok"));
      const act = type === "edit" ? { type, message: user("x") } : { type };
      await expect(world.run({ act })).rejects.toMatchObject({ record: { kind: "invalid_input" } });
    },
  );

  it("asks nobody when the store cannot keep the question", async () => {
    const model = new ScriptedModel("ok");
    const world = turnWorld(model);
    world.ports.store.begin = () => Promise.reject(storeFailure("disk_full", "no space left"));
    await expect(world.say("?")).rejects.toMatchObject({ record: { code: "disk_full" } });
    expect(model.calls).toEqual([]);
  });

  it("still gives the answer when the store cannot keep it, and says so", async () => {
    const world = turnWorld(new ScriptedModel("Paris."));
    world.ports.store.finish = () => Promise.reject(storeFailure("disk_full", "no space left"));
    const events: TurnEvent[] = [];
    const act = { type: "send" as const, message: user("?") };
    const reading = (async () => {
      for await (const event of runTurn({ act, defaults: { model: "m" } }, world.ports))
        events.push(event);
    })();
    await expect(reading).rejects.toMatchObject({ record: { code: "disk_full" } });
    expect(ending(events).completion?.choices[0]?.message.content).toBe("Paris.");
  });

  it("takes the cost from usage alone; a model that costs nothing costs 0", async () => {
    const priced = scriptedChunk(
      { model: "m" },
      { content: "x" },
      { finish_reason: "stop", usage: { cost: 0.0025 } },
    );
    const world = turnWorld(new ScriptedModel([[priced]]));
    const { message_id } = begun(await world.say("?"));
    expect((await world.store.message(message_id))?.answer?.cost_usd).toBe(0.0025);
    const chat: ChatModel = new ScriptedModel("x");
    const free = turnWorld(chat, { model: () => Promise.resolve({ chat, id: "m", free: true }) });
    const other = begun(await free.say("?"));
    expect((await free.store.message(other.message_id))?.answer?.cost_usd).toBe(0);
  });
});
