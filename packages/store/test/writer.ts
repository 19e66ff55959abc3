import { randomUUID } from "node:crypto";
import { turnEnd, turnStart } from "@colloquy/testkit";
import { createStore } from "../src/create-store.ts";

// A process that writes: `writer.ts FILE CONVERSATION TURNS` keeps turns, each on its own last one;
// `writer.ts FILE CONVERSATION stream` begins one answer, lets it grow and waits to be killed.
const [file = "", conversation_id = "", what = ""] = process.argv.slice(2);
const store = await createStore({ file, now: () => Date.now() });

if (what === "stream") await stream();
else await keepTurns(Number(what));

async function keepTurns(turns: number): Promise<void> {
  let parent_id: string | null = null;
  for (let index = 0; index < turns; index++) {
    const text = `${process.pid} says ${index}`;
    const start = turnStart({ conversation_id, parent_id, text, at: index, newId: randomUUID });
    await store.conversations.begin(start);
    await store.conversations.grow(start.assistant.id, {
      message: { role: "assistant", content: `${process.pid} hears` },
      heartbeat_at: start.assistant.created_at,
    });
    await store.conversations.finish(
      start.assistant.id,
      turnEnd(start, `${process.pid} hears ${index} `.repeat(50)),
    );
    parent_id = start.assistant.id;
  }
  await store.close();
}

async function stream(): Promise<void> {
  const start = turnStart({ conversation_id, text: "Tell me a story", newId: randomUUID });
  await store.conversations.begin(start);
  for (const content of ["Once", "Once upon", "Once upon a wombat"])
    await store.conversations.grow(start.assistant.id, {
      message: { role: "assistant", content },
      heartbeat_at: new Date().toISOString(),
    });
  process.stdout.write("streaming\n");
  setInterval(() => {}, 1_000);
}
