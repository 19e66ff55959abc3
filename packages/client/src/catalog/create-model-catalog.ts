import { createHash } from "node:crypto";
import { join } from "node:path";
import { ProtocolError } from "@colloquy/core";
import type { DatedModel, ModelCatalog } from "@colloquy/core";
import type { HttpClient } from "../http/http-client.ts";
import { CatalogFile, dated } from "./catalog-file.ts";
import type { KeptCatalog } from "./catalog-file.ts";
import { readModels } from "./read-models.ts";

export interface ModelCatalogOptions {
  /** Speaks to the server whose models these are. */
  http: HttpClient;
  /** The server's base address: lists are kept apart by it. */
  baseUrl: string;
  /** Folder for kept lists; without it nothing is kept. */
  cacheFolder?: string | undefined;
  /** How old a kept list may be before it is fetched again, in milliseconds. Default: a day. */
  maxAge?: number | undefined;
  /** Epoch milliseconds; the system's clock by default. */
  now?: (() => number) | undefined;
}

const DAY = 24 * 60 * 60 * 1000;

/** A kept list that lacks a model is asked for again when it is older than this: the model may be new. */
const DOUBT = 60 * 60 * 1000;

/**
 * The models of a server, from `GET /models` (OpenRouter's list or any OpenAI-style one), kept on disk
 * with their date. A list that is too old is used all the same when the server cannot be reached; its
 * `fetched_at` tells. Throws the fetch's error when there is nothing kept.
 */
export function createModelCatalog(options: ModelCatalogOptions): ModelCatalog {
  return new HttpModelCatalog(options);
}

class HttpModelCatalog implements ModelCatalog {
  readonly #http: HttpClient;
  readonly #maxAge: number;
  readonly #now: () => number;
  readonly #file: CatalogFile | undefined;
  #list: KeptCatalog | undefined;

  constructor({ http, baseUrl, cacheFolder, maxAge = DAY, now }: ModelCatalogOptions) {
    this.#http = http;
    this.#maxAge = maxAge;
    this.#now = now ?? ((): number => Date.now());
    this.#file = cacheFolder
      ? new CatalogFile(join(cacheFolder, fileName(baseUrl)), baseUrl)
      : undefined;
  }

  async list(
    options: { refresh?: boolean; signal?: AbortSignal } = {},
  ): Promise<readonly DatedModel[]> {
    this.#list ??= await this.#file?.read();
    const kept = this.#list;
    if (kept && !options.refresh && this.#isYoungerThan(kept, this.#maxAge)) return kept.models;
    try {
      return await this.#fetch(options.signal);
    } catch (error) {
      if (kept && !options.refresh && !options.signal?.aborted) return kept.models;
      throw error;
    }
  }

  async get(id: string, options: { signal?: AbortSignal } = {}): Promise<DatedModel | undefined> {
    const kept = this.#list ? undefined : await this.#file?.find(id);
    if (kept?.model && this.#isYoungerThan(kept, this.#maxAge)) return kept.model;
    const found = named(await this.list(options), id);
    const list = this.#list;
    if (found || !list || this.#isYoungerThan(list, DOUBT)) return found;
    return named(await this.list({ ...options, refresh: true }).catch(() => list.models), id);
  }

  async #fetch(signal: AbortSignal | undefined): Promise<readonly DatedModel[]> {
    const response = (await this.#http.get("models", { signal })).raiseForStatus();
    const models = readModels(response.json());
    if (!models) throw noList(response.text());
    const fetchedAt = new Date(this.#now()).toISOString();
    this.#list = { fetched_at: fetchedAt, models: dated(models, fetchedAt) };
    // A list that cannot be kept is fetched again next time: no reason to fail now.
    await this.#file?.write(models, fetchedAt).catch(() => undefined);
    return this.#list.models;
  }

  /** A time in the future is a clock that was wrong: such a list is not trusted to be young. */
  #isYoungerThan({ fetched_at: fetchedAt }: { fetched_at: string }, age: number): boolean {
    const passed = this.#now() - Date.parse(fetchedAt);
    return passed >= 0 && passed < age;
  }
}

/** The model of that id, or of that permanent name. */
function named(models: readonly DatedModel[], id: string): DatedModel | undefined {
  return (
    models.find(({ model }) => model.id === id) ??
    models.find(({ model }) => model["canonical_slug"] === id)
  );
}

function fileName(baseUrl: string): string {
  const host = URL.parse(baseUrl)?.host.replaceAll(/[^\w.-]/g, "_") ?? "server";
  return `models-${host}-${createHash("sha256").update(baseUrl).digest("hex").slice(0, 8)}.jsonl`;
}

function noList(text: string): ProtocolError {
  return new ProtocolError({
    message: "the server's answer to GET /models is no list of models",
    raw: text.slice(0, 500),
    remedy: "Name the model yourself: a server need not list what it has.",
  });
}
