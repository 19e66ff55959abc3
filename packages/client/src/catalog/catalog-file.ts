import { readFile } from "node:fs/promises";
import type { DatedModel, Model } from "@colloquy/core";
import { writeTextFile } from "../file/write-text-file.ts";
import { readModels } from "./read-models.ts";

interface Head {
  base_url: string;
  fetched_at: string;
}

/** A list of models as kept on disk. */
export interface KeptCatalog {
  fetched_at: string;
  models: readonly DatedModel[];
}

/**
 * A model list in a file: a head line, then one model a line with its id first. So one model of hundreds
 * is found without parsing the others. A file that is damaged, or of another server, counts as absent.
 */
export class CatalogFile {
  readonly #path: string;
  readonly #baseUrl: string;

  constructor(path: string, baseUrl: string) {
    this.#path = path;
    this.#baseUrl = baseUrl;
  }

  async read(): Promise<KeptCatalog | undefined> {
    const kept = await this.#lines();
    if (!kept) return undefined;
    const models = readModels(kept.text.split("\n").slice(1).map(parsed));
    return { fetched_at: kept.fetched_at, models: dated(models ?? [], kept.fetched_at) };
  }

  /** One model; null when the kept list does not have it, undefined when there is no list. */
  async find(id: string): Promise<{ fetched_at: string; model: DatedModel | null } | undefined> {
    const kept = await this.#lines();
    if (!kept) return undefined;
    const { text, fetched_at } = kept;
    const start = text.indexOf(`\n{"id":${JSON.stringify(id)}`);
    const line = start < 0 ? "" : text.slice(start + 1, lineEnd(text, start + 1));
    const [model] = readModels([parsed(line)]) ?? [];
    return { fetched_at, model: model ? { model, fetched_at } : null };
  }

  async write(models: readonly Model[], fetchedAt: string): Promise<void> {
    const head: Head = { base_url: this.#baseUrl, fetched_at: fetchedAt };
    const lines = models.map(({ id, ...rest }) => JSON.stringify({ id, ...rest }));
    await writeTextFile(this.#path, `${[JSON.stringify(head), ...lines].join("\n")}\n`);
  }

  async #lines(): Promise<{ text: string; fetched_at: string } | undefined> {
    const text = await readFile(this.#path, "utf8").catch(() => undefined);
    const head = text === undefined ? undefined : parsed(text.slice(0, lineEnd(text, 0)));
    if (text === undefined || !isHead(head) || head.base_url !== this.#baseUrl) return undefined;
    return { text, fetched_at: head.fetched_at };
  }
}

/** Models with the time of their description. */
export function dated(models: readonly Model[], fetchedAt: string): readonly DatedModel[] {
  return models.map((model) => ({ model, fetched_at: fetchedAt }));
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is Head {
  if (typeof value !== "object" || value === null) return false;
  const { base_url: url, fetched_at: fetched } = value as Partial<Record<keyof Head, unknown>>;
  return (
    typeof url === "string" && typeof fetched === "string" && !Number.isNaN(Date.parse(fetched))
  );
}
