import {
  planEverything,
  runTurn,
  type ChatMessage,
  type ChatModel,
  type TurnEvent,
  type TurnInput,
  type TurnPorts,
} from "@colloquy/core";
import { createMemoryStore, FakeEnvironment } from "@colloquy/testkit";

/** A store in memory, a clock that stands still and a ticker that ticks when told. */
export function turnWorld(chat: ChatModel, ports: Partial<TurnPorts> = {}) {
  const environment = new FakeEnvironment();
  const { conversations: store } = createMemoryStore({ now: () => environment.now() });
  const ticks = new Set<() => void>();
  const world: TurnPorts = {
    store,
    environment,
    every: (_milliseconds, run) => {
      ticks.add(run);
      return () => ticks.delete(run);
    },
    model: () => Promise.resolve({ chat, id: "wire/model" }),
    plan: planEverything,
    ...ports,
  };
  return {
    store,
    environment,
    ports: world,
    /** Timers that still run. */
    ticks,
    async tick(milliseconds = 800) {
      environment.advance(milliseconds);
      for (const run of ticks) run();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    async run(input: Partial<TurnInput> & Pick<TurnInput, "act">): Promise<TurnEvent[]> {
      const events: TurnEvent[] = [];
      for await (const event of runTurn({ defaults: { model: "default-model" }, ...input }, world))
        events.push(event);
      return events;
    },
    say(text: string, input: Partial<TurnInput> = {}): Promise<TurnEvent[]> {
      return this.run({ act: { type: "send", message: user(text) }, ...input });
    },
  };
}

export function user(content: string): ChatMessage {
  return { role: "user", content };
}

export function begun(events: readonly TurnEvent[]) {
  const event = events.find(({ type }) => type === "begun");
  if (event?.type !== "begun") throw new Error("the turn did not begin");
  return event;
}

export function ending(events: readonly TurnEvent[]) {
  const event = events.at(-1);
  if (event?.type !== "completion" && event?.type !== "interruption")
    throw new Error("the turn has no end");
  return event;
}
