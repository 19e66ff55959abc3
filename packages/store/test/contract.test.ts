import { conversationStoreContract } from "@colloquy/testkit";
import { afterEach, describe, it } from "vitest";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

describe("SQLite store", () => {
  for (const { name, run } of conversationStoreContract)
    it(name, () => run(({ now }) => stores.open({ now })));
});
