// A conversation that is kept: each turn is planned, kept, asked and kept again. The model remembers
// nothing by itself, so everything said is sent again, and the prompt grows.
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { planEverything, runTurn, textOf, type TurnInput, type TurnPorts } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { createStore } from "@colloquy/store";
import { cacheDir } from "./settings.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-example-"));
const store = await createStore({ file: path.join(folder, "store.db"), now: Date.now });
const model = createLocalModel({ cacheDir });

const ports: TurnPorts = {
  store: store.conversations,
  environment: { now: Date.now, newId: randomUUID },
  every(milliseconds, run) {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
  model: () => Promise.resolve({ chat: model, id: "smollm2-135m", free: true }),
  plan: planEverything,
};

let conversation_id: string | undefined;
for (const question of ["My cat is called Miu. Say hello to her.", "What is my cat called?"]) {
  const input: TurnInput = {
    ...(conversation_id !== undefined && { conversation_id }),
    act: { type: "send", message: { role: "user", content: question } },
    changes: { set: { temperature: 0, max_tokens: 30 } },
    defaults: { model: "smollm2-135m" },
  };
  for await (const event of runTurn(input, ports)) {
    if (event.type === "begun") ({ conversation_id } = event);
    if (event.type === "completion")
      console.log(`${question} → ${event.completion.usage?.prompt_tokens} tokens read`);
  }
}

const messages = await store.conversations.messages(conversation_id ?? "");
console.log(messages.map(({ message }) => message.role).join(" "));
const hits = await store.conversations.search("Miu");
console.log(
  "found again:",
  hits.some(({ message_id }) => message_id === messages[0]?.id),
);
console.log(messages.every(({ message }) => textOf(message) !== ""));
await store.close();
await model.dispose();
await rm(folder, { recursive: true });

// Prints:
//   My cat is called Miu. Say hello to her. → … tokens read
//   What is my cat called? → … tokens read
//   user assistant user assistant
//   found again: true
//   true
