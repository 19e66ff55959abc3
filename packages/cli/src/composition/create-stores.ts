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

async function openStore(file: string): Promise<OpenStore & { close(): Promise<void> }> {
  const { createStore } = await import("@colloquy/store");
  return createStore({ file, now: () => systemEnvironment.now() });
}
