import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { conversationStoreContract } from "@colloquy/testkit";
import { afterEach, describe, it } from "vitest";
import { createStore, type Store } from "./create-store.ts";

const opened: Store[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe("SQLite store", () => {
  for (const { name, run } of conversationStoreContract)
    it(name, () =>
      run(async ({ now }) => {
        const folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-store-"));
        folders.push(folder);
        const store = await createStore({ file: path.join(folder, "store.db"), now });
        opened.push(store);
        return store;
      }),
    );
});
