import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createStore, type Store, type StoreOptions } from "../src/create-store.ts";

/** Folders and stores of one test file, closed and removed by `clear`. */
export class TemporaryStores {
  readonly #stores: Store[] = [];
  readonly #folders: string[] = [];

  folder(): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-store-"));
    this.#folders.push(folder);
    return folder;
  }

  /** A path for a store that is not there yet. */
  file(): string {
    return path.join(this.folder(), "colloquy.db");
  }

  async open(options: Partial<StoreOptions> = {}): Promise<Store> {
    const store = await createStore({ file: this.file(), now: () => 0, ...options });
    this.#stores.push(store);
    return store;
  }

  async clear(): Promise<void> {
    for (const store of this.#stores.splice(0)) await store.close();
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
