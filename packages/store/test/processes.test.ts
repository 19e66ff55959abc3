import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { shownState, textOf } from "@colloquy/core";
import { fixtureIds, turnEnd, turnStart } from "@colloquy/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { migrate } from "../src/sqlite/migrate.ts";
import { openSqlite } from "../src/sqlite/open-sqlite.ts";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

/** Turns each process writes; `COLLOQUY_STORE_TURNS=500` for the whole promise. */
const TURNS = Number(process.env["COLLOQUY_STORE_TURNS"] ?? 150);

function writer(file: string, conversationId: string, what: string): ChildProcess {
  const script = path.join(import.meta.dirname, "writer.ts");
  return spawn(
    process.execPath,
    ["--conditions=@colloquy/source", script, file, conversationId, what],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
}

describe("several processes", () => {
  it("write at once, into one new file and one conversation, and every turn is there whole", async () => {
    const file = stores.file();
    const id = fixtureIds()();
    const writers = [writer(file, id, String(TURNS)), writer(file, id, String(TURNS))];
    const codes = await Promise.all(writers.map((child) => once(child, "exit")));
    expect(codes.map(([code]) => code as number)).toEqual([0, 0]);
    const store = await stores.open({ file });
    const messages = await store.conversations.messages(id);
    expect(messages).toHaveLength(4 * TURNS);
    const answers = messages.filter(({ answer }) => answer !== null);
    expect(answers).toHaveLength(2 * TURNS);
    for (const { state, message, answer, parent_id } of answers) {
      expect(state).toBe("complete");
      expect(answer?.completion?.choices[0]?.message).toEqual(message);
      const question = messages.find((other) => other.id === parent_id);
      const [, pid, index] = /^(\d+) says (\d+)$/.exec(textOf(question?.message ?? {})) ?? [];
      expect(message.content).toBe(`${pid} hears ${index} `.repeat(50));
    }
    const roots = messages.filter(({ parent_id }) => parent_id === null);
    expect(roots).toHaveLength(2);
    for (const child of writers)
      expect(
        await store.conversations.search(`"${child.pid} says"`, { limit: 1_000 }),
      ).toHaveLength(TURNS);
    expect(await store.ledger.sum("conversation")).toMatchObject([{ key: id, calls: 2 * TURNS }]);
    const database = new DatabaseSync(file);
    expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
    database.exec("insert into search (search) values ('integrity-check')");
    database.close();
  });

  it("see a stream of another as streaming; killed, it leaves what it had as interrupted", async () => {
    const file = stores.file();
    const id = fixtureIds()();
    const child = writer(file, id, "stream");
    if (!child.stdout) throw new Error("no stdout");
    await once(child.stdout, "data");
    let clock = Date.now();
    const store = await stores.open({ file, now: () => clock });
    const [question, answer] = await store.conversations.path(id);
    if (!answer) throw new Error("no answer");
    expect(question?.message.content).toBe("Tell me a story");
    expect(shownState(answer, clock)).toBe("streaming");
    child.kill("SIGKILL");
    await once(child, "exit");
    clock += 60_000;
    const left = await store.conversations.message(answer.id);
    if (!left) throw new Error("the answer is gone");
    expect(left.state).toBe("interrupted");
    expect(shownState(left, clock)).toBe("interrupted");
    expect(left.message.content).toBe("Once upon a wombat");
    expect(await store.conversations.search("wombat")).toMatchObject([{ message_id: answer.id }]);
    const next = turnStart({
      conversation_id: id,
      parent_id: answer.id,
      text: "Go on",
      newId: fixtureIds(2),
    });
    await store.conversations.begin(next);
    await store.conversations.finish(next.assistant.id, turnEnd(next, "…"));
    expect(await store.conversations.path(id)).toHaveLength(4);
  });

  it("wait while one of them makes the file", async () => {
    const file = stores.file();
    const other = new DatabaseSync(file);
    other.exec("begin exclusive");
    let opened = false;
    const opening = stores.open({ file }).then(() => (opened = true));
    for (let ticks = 0; ticks < 3; ticks++) await setTimeout(60);
    expect(opened).toBe(false);
    other.exec("rollback");
    other.close();
    await opening;
  });

  it("wait while another makes the file that both found empty", async () => {
    const file = stores.file();
    const opened = await openSqlite(file, { readOnly: false });
    const other = new DatabaseSync(file);
    other.exec("begin exclusive");
    let made = false;
    const making = migrate(opened, { file }).then(() => (made = true));
    for (let ticks = 0; ticks < 3; ticks++) await setTimeout(60);
    expect(made).toBe(false);
    other.exec("rollback");
    other.close();
    await making;
    expect(opened.database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
    opened.database.close();
  });

  it("wait for each other's lock without standing still", async () => {
    const file = stores.file();
    const store = await stores.open({ file });
    const other = new DatabaseSync(file);
    other.exec("begin immediate");
    const newId = fixtureIds();
    const start = turnStart({ conversation_id: newId(), text: "Hi", newId });
    let begun = false;
    const beginning = store.conversations.begin(start).then(() => (begun = true));
    let ticks = 0;
    while (ticks < 3) {
      await setTimeout(60);
      ticks++;
    }
    expect(begun).toBe(false);
    other.exec("commit");
    other.close();
    await beginning;
    expect(await store.conversations.messages(start.conversation.id)).toHaveLength(2);
  });
});
