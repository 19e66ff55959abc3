import { describe, it } from "vitest";
import { experimentStoreContract } from "../contracts/experiment-store-contract.ts";
import { createMemoryExperimentStore } from "./memory-experiment-store.ts";

describe("experiment store in memory", () => {
  for (const { name, run } of experimentStoreContract)
    it(name, () => run(async () => createMemoryExperimentStore()));
});
