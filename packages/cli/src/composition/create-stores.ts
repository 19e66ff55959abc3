import { StoreError } from "@colloquy/core";
import type { OpenStore } from "../context.ts";
import type { Paths } from "../paths.ts";
import { systemEnvironment } from "./system-environment.ts";

/** The store on disk, opened when first asked for and the same one from then on. */
export function createStores(paths: Pick<Paths, "storeFile">): {
  open: () => Promise<OpenStore>;
  close: () => Promise<void>;
} {
  let opened: Promise<OpenStore & { close(): Promise<void> }> | undefined;
  return {
    open: () => (opened ??= openStore(paths.storeFile)),
    async close() {
      const store = await opened?.catch(() => undefined);
      await store?.close();
    },
  };
}

/** Where nothing can be written, what is there can still be read; each write then says why it is refused. */
async function openStore(file: string): Promise<OpenStore & { close(): Promise<void> }> {
  const { createStore } = await import("@colloquy/store");
  const now = () => systemEnvironment.now();
  try {
    return await createStore({ file, now });
  } catch (error) {
    if (!(error instanceof StoreError) || error.record.code !== "read_only") throw error;
    return createStore({ file, readOnly: true, now }).catch(() => Promise.reject(error));
  }
}
