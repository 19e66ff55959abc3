import { pricesOf, UNKNOWN_PRICES, type Prices } from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";

/** What a plan needs to know of a model, as its server's list tells it. */
export interface ModelFacts {
  /** Context window in tokens, null when unknown. */
  window: number | null;
  /** Why the window is not known, where the list says something that cannot be. */
  window_note?: string;
  prices: Prices;
}

/** Prices of a model on this machine: it costs seconds, not money. */
const FREE: Prices = { ...UNKNOWN_PRICES, prompt: 0, completion: 0, cached: 0, written: 0 };

const known = new WeakMap<OpenModel, Promise<ModelFacts>>();

/** Window and prices; unknown, not invented, when the list cannot be had or does not say. Read once a model. */
export function modelFacts(context: CommandContext, model: OpenModel): Promise<ModelFacts> {
  const found = known.get(model) ?? readFacts(context, model);
  known.set(model, found);
  return found;
}

async function readFacts(context: CommandContext, model: OpenModel): Promise<ModelFacts> {
  const { access, inside } = model;
  if (inside) return { window: await localWindow(model), prices: FREE };
  if (access?.server.local) return { window: null, prices: FREE };
  if (!access?.server.has_prices) return { window: null, prices: UNKNOWN_PRICES };
  try {
    const catalog = await context.catalog(access.server.name);
    const entry = await catalog.get(model.id, { signal: context.signal });
    return { ...windowIn(entry?.model.context_length), prices: pricesOf(entry) };
  } catch {
    return { window: null, prices: UNKNOWN_PRICES };
  }
}

/** 0 is no window: it stands where a list does not know one, and must not be taken for "no limit". */
function windowIn(listed: number | null | undefined): Omit<ModelFacts, "prices"> {
  if (listed === undefined || listed === null) return { window: null };
  if (listed > 0) return { window: listed };
  return { window: null, window_note: `its list says a window of ${listed}` };
}

async function localWindow(model: OpenModel): Promise<number | null> {
  const { localCatalog } = await import("@colloquy/local");
  return (await localCatalog().get(model.id))?.model.context_length ?? null;
}
