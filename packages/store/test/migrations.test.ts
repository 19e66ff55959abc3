import { DatabaseSync } from "node:sqlite";
import { StoreError } from "@colloquy/core";
import { fixtureIds, turnEnd, turnStart } from "@colloquy/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { createStore } from "../src/create-store.ts";
import { migrate, migrations } from "../src/sqlite/migrate.ts";
import { openSqlite } from "../src/sqlite/open-sqlite.ts";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

/** A turn as the first version kept it. */
const firstVersionRows = `
insert into conversations values ('c1', 'Old talk', '2026-05-08T09:00:00.000Z', '2026-05-08T09:00:00.000Z', 'a1');
insert into system_prompts values (1, 'c1', 'a1', 'Be old.');
insert into messages values (1, 'u1', 'c1', null, '2026-05-08T09:00:00.000Z', 'user', 'complete', 0, null, null, 0,
  '{"role":"user","content":"An old question"}', null, null);
insert into messages values (2, 'a1', 'c1', 'u1', '2026-05-08T09:00:00.000Z', 'assistant', 'complete', 0,
  '2026-05-08T09:00:01.000Z', 1, 7, '{"role":"assistant","content":"An old answer","token_ids":null}',
  '{"model":"old/model","system":null,"parameters":{},"plan":null,"completion":{"id":"g","object":"chat.completion","created":1,"model":"old/model","choices":[{"index":0,"message":null,"finish_reason":"stop","token_ids":null}]},"usage":{"prompt_tokens":3,"completion_tokens":4},"cost_usd":0.5,"timing":{"started_at":"2026-05-08T09:00:00.000Z","first_token_ms":1,"total_ms":2},"error":null,"heartbeat_at":null}',
  x'0180018002');
insert into calls values ('a1', 'c1', 'old/model', '2026-05-08T09:00:00.000Z', 3, null, 4, null, 0.5);
`;

async function fileOfVersion(version: number): Promise<string> {
  const file = stores.file();
  const opened = await openSqlite(file, { readOnly: false });
  if (version > 0) {
    await migrate(opened, { file, upTo: 1 });
    opened.database.exec(firstVersionRows);
    await migrate({ ...opened, version: 1 }, { file, upTo: version });
  }
  opened.database.close();
  return file;
}

const versions = Array.from({ length: migrations.length + 1 }, (_, version) => version);

describe("a store of an older version", () => {
  it.each(versions)("%i is brought up to date with all that is in it", async (version) => {
    const file = await fileOfVersion(version);
    const store = await stores.open({ file });
    const newId = fixtureIds();
    const start = turnStart({ conversation_id: newId(), text: "A new question", newId });
    await store.conversations.begin(start);
    await store.conversations.finish(start.assistant.id, turnEnd(start, "A new answer"));
    if (version > 0) {
      const [question, answer] = await store.conversations.path("c1");
      expect(question?.message.content).toBe("An old question");
      expect(answer?.message).toEqual({
        role: "assistant",
        content: "An old answer",
        token_ids: [1, 128, 256],
      });
      expect(answer?.answer).toMatchObject({
        model: "old/model",
        system: "Be old.",
        cost_usd: 0.5,
      });
      expect(answer?.answer?.completion?.choices[0]).toMatchObject({
        message: { role: "assistant", content: "An old answer" },
        token_ids: [1, 128, 256],
      });
      expect(await store.conversations.search("old answer")).toHaveLength(1);
      expect(await store.ledger.sum("model")).toMatchObject([{ key: "old/model" }, {}]);
    }
    const database = new DatabaseSync(file);
    expect(database.prepare("pragma user_version").get()).toEqual({
      user_version: migrations.length,
    });
    database.close();
  });

  it.each(versions.slice(0, -1))("%i is not read as if it were of this one", async (version) => {
    const file = await fileOfVersion(version);
    const opening = createStore({ file, readOnly: true, now: () => 0 });
    await expect(opening).rejects.toThrow(StoreError);
  });
});
