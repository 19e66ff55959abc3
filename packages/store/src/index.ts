export type { Store, StoreOptions } from "./create-store.ts";
export { createStore } from "./create-store.ts";
