import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "@colloquy/core";
import { fixtureIds, turnEnd, turnStart } from "@colloquy/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { createStore, type Store } from "../src/create-store.ts";
import { migrations } from "../src/sqlite/migrate.ts";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

/** A turn that has been asked and answered. */
async function keepTurn(store: Store, text: string, newId = fixtureIds()): Promise<string> {
  const start = turnStart({ conversation_id: newId(), text, newId });
  await store.conversations.begin(start);
  await store.conversations.finish(start.assistant.id, turnEnd(start, `You said: ${text}`));
  return start.conversation.id;
}

async function failureOf(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error("no StoreError", { cause: error });
  return error;
}

const rights = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe("the store's file", () => {
  it("is the owner's alone, with what SQLite puts beside it", async () => {
    const file = path.join(stores.folder(), "deep", "colloquy.db");
    const store = await stores.open({ file });
    await keepTurn(store, "a secret");
    expect(rights(path.dirname(file))).toBe("700");
    for (const name of ["", "-wal", "-shm"]) expect(rights(file + name)).toBe("600");
  });

  it("loses rights that others had", async () => {
    const file = stores.file();
    writeFileSync(file, "");
    chmodSync(file, 0o664);
    await stores.open({ file });
    expect(rights(file)).toBe("600");
  });

  it("of a newer version is refused, for reading too, and is left as it was", async () => {
    const file = stores.file();
    await (await stores.open({ file })).close();
    const database = new DatabaseSync(file);
    database.exec(`pragma user_version = ${migrations.length + 1}`);
    database.close();
    const before = readFileSync(file);
    for (const readOnly of [false, true]) {
      const { record } = await failureOf(createStore({ file, readOnly, now: () => 0 }));
      expect(record.code).toBe("newer_version");
      expect(record.message).toContain(`${migrations.length + 1}`);
      expect(record.remedy).toContain("Update");
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("of another program is refused and left alone", async () => {
    const file = stores.file();
    const database = new DatabaseSync(file);
    database.exec("create table theirs (x); pragma user_version = 1");
    database.close();
    const before = readFileSync(file);
    const { record } = await failureOf(createStore({ file, now: () => 0 }));
    expect(record.code).toBe("corrupt");
    expect(record.message).toContain("another program");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("that is no database is refused by name", async () => {
    const file = stores.file();
    writeFileSync(file, "these are not the bytes of a database".repeat(200));
    const { record } = await failureOf(createStore({ file, now: () => 0 }));
    expect(record).toMatchObject({ kind: "store", code: "corrupt" });
    expect(record.message).toContain(file);
    expect(record.remedy).toContain("import");
  });

  it("that is damaged inside gives a clear error when the damage is met", async () => {
    const file = stores.file();
    const store = await stores.open({ file });
    const id = await keepTurn(store, "before the damage");
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8192);
    writeFileSync(file, bytes);
    const error = await failureOf(
      stores.open({ file }).then((damaged) => damaged.conversations.messages(id)),
    );
    expect(error.record.code).toBe("corrupt");
  });

  it("that is not there is not made by a reader", async () => {
    const file = stores.file();
    const { record } = await failureOf(createStore({ file, readOnly: true, now: () => 0 }));
    expect(record.code).toBe("not_found");
    expect(existsSync(file)).toBe(false);
  });

  it("refuses work once it is closed; closing twice is nothing", async () => {
    const store = await stores.open();
    await store.close();
    await store.close();
    expect((await failureOf(store.conversations.list())).record.code).toBe("closed");
  });
});

describe("a store that cannot be written", () => {
  /** As an ordinary user: root may write anywhere. */
  async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
    if (process.getuid?.() !== 0) return work();
    process.seteuid?.(65_534);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
    }
  }

  it("says so with a remedy, and can still be read", async () => {
    const file = stores.file();
    const folder = path.dirname(file);
    const store = await stores.open({ file });
    const id = await keepTurn(store, "kept before");
    await store.close();
    if (process.getuid?.() === 0) chownSync(file, 65_534, 65_534);
    chmodSync(file, 0o400);
    chmodSync(folder, 0o555);
    try {
      await unprivileged(async () => {
        const { record } = await failureOf(createStore({ file, now: () => 0 }));
        expect(record.code).toBe("read_only");
        expect(record.remedy).toContain("COLLOQUY_HOME");
        const other = path.join(folder, "new", "colloquy.db");
        expect((await failureOf(createStore({ file: other, now: () => 0 }))).record.code).toBe(
          "read_only",
        );
        const reader = await stores.open({ file, readOnly: true });
        expect(await reader.conversations.messages(id)).toHaveLength(2);
        expect(await reader.conversations.search("kept")).toHaveLength(2);
        expect(await reader.ledger.sum("day")).toHaveLength(1);
        expect((await failureOf(keepTurn(reader, "never"))).record.code).toBe("read_only");
        await reader.close();
      });
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it("because of its folder says that, and can still be read", async () => {
    const file = stores.file();
    const folder = path.dirname(file);
    const store = await stores.open({ file });
    const id = await keepTurn(store, "kept before");
    await store.close();
    if (process.getuid?.() === 0) chownSync(file, 65_534, 65_534);
    chmodSync(folder, 0o555);
    try {
      await unprivileged(async () => {
        const { record } = await failureOf(createStore({ file, now: () => 0 }));
        expect(record.code).toBe("read_only");
        expect(record.message).toContain(folder);
        const reader = await stores.open({ file, readOnly: true });
        expect(await reader.conversations.path(id)).toHaveLength(2);
        await reader.close();
      });
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it("can be read while another process writes it", async () => {
    const file = stores.file();
    const writer = await stores.open({ file });
    const id = await keepTurn(writer, "one");
    const reader = await stores.open({ file, readOnly: true });
    expect(await reader.conversations.messages(id)).toHaveLength(2);
    await keepTurn(writer, "two", fixtureIds(9));
    expect(await reader.conversations.list()).toHaveLength(2);
  });
});

describe("a full disk", () => {
  it("refuses the turn whole, and everything before it can be read and gone on from", async () => {
    const file = stores.file();
    const store = await stores.open({ file, maxPages: 50 });
    const newId = fixtureIds();
    const kept: string[] = [];
    const fill = async () => {
      for (;;) kept.push(await keepTurn(store, "room ".repeat(400), newId));
    };
    const { record } = await failureOf(fill());
    expect(record).toMatchObject({ code: "disk_full", retryable: true });
    expect(record.remedy).toContain("space");
    expect(kept.length).toBeGreaterThan(3);
    for (const id of kept) expect(await store.conversations.messages(id)).toHaveLength(2);
    await store.close();
    const again = await stores.open({ file });
    const conversations = await again.conversations.list();
    for (const { id } of conversations) expect(await again.conversations.path(id)).toHaveLength(2);
    await keepTurn(again, "there is room now", newId);
    expect(integrity(file)).toBe("ok");
  });
});

describe("deleting", () => {
  it("leaves none of the words in any file, nor in the index", async () => {
    const file = stores.file();
    const store = await stores.open({ file });
    const newId = fixtureIds();
    const secret = "xylophonist";
    const doomed = await keepTurn(store, `${secret} `.repeat(3_000), newId);
    for (let index = 0; index < 20; index++) await keepTurn(store, `ordinary ${index}`, newId);
    await store.conversations.rename(doomed, `${secret} title`);
    const growing = turnStart({ conversation_id: doomed, text: secret, system: secret, newId });
    await store.conversations.begin(growing);
    for (const length of [100, 2_000, 500])
      await store.conversations.grow(growing.assistant.id, {
        message: { role: "assistant", content: `${secret} `.repeat(length) },
        heartbeat_at: "2026-05-08T09:00:00.000Z",
      });
    await store.conversations.delete(doomed);
    const folder = path.dirname(file);
    const found = readdirSync(folder).filter((name) =>
      readFileSync(path.join(folder, name)).includes(secret),
    );
    expect(found).toEqual([]);
    expect(await store.conversations.search("ordinary", { limit: 100 })).toHaveLength(40);
    await store.close();
    expect(readFileSync(file).includes(secret)).toBe(false);
    expect(integrity(file)).toBe("ok");
    expect(pragma(file, "freelist_count")).toBe(0);
  });
});

describe("deleting while another process reads", () => {
  it("is done when nothing is left in any file", async () => {
    const file = stores.file();
    const store = await stores.open({ file });
    const doomed = await keepTurn(store, "xylophonist ".repeat(100));
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec("begin");
    reader.prepare("select count(*) from messages").get();
    let done = false;
    const deleting = store.conversations.delete(doomed).then(() => (done = true));
    await expect.poll(() => rowsOf(file)).toBe(0);
    expect(done).toBe(false);
    reader.exec("commit");
    reader.close();
    await deleting;
    const folder = path.dirname(file);
    for (const name of readdirSync(folder))
      expect(readFileSync(path.join(folder, name)).includes("xylophonist")).toBe(false);
  });
});

function rowsOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("select count(*) as rows from messages").get()?.["rows"];
  } finally {
    database.close();
  }
}

function pragma(file: string, name: string): unknown {
  const database = new DatabaseSync(file);
  try {
    return Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
  } finally {
    database.close();
  }
}

/** "ok" when the file is whole and the index holds exactly the messages that have ended. */
function integrity(file: string): unknown {
  const database = new DatabaseSync(file);
  database.exec("insert into search (search) values ('integrity-check')");
  const ended = database
    .prepare("select group_concat(seq) as ids from messages where open = 0")
    .get();
  const indexed = database.prepare("select group_concat(id) as ids from search_docsize").get();
  database.close();
  expect(indexed?.["ids"]).toBe(ended?.["ids"]);
  return pragma(file, "integrity_check");
}
