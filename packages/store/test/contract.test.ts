import {
  conversationStoreContract,
  experimentStoreContract,
  memoryStoreContract,
} from "@colloquy/testkit";
import { afterEach, describe, it } from "vitest";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

describe("SQLite store: conversations", () => {
  for (const { name, run } of conversationStoreContract)
    it(name, () => run(({ now }) => stores.open({ now })));
});

describe("SQLite store: memory", () => {
  for (const { name, run } of memoryStoreContract)
    it(name, () => run(({ now }) => stores.open({ now })));
});

describe("SQLite store: experiments", () => {
  for (const { name, run } of experimentStoreContract)
    it(name, () => run(async () => (await stores.open()).experiments));
});
