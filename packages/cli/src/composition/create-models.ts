import path from "node:path";
import type { HttpClient } from "@colloquy/client";
import type { ChatModel, ModelCatalog, StreamOptions } from "@colloquy/core";
import type { Config } from "../config/config.ts";
import type { ModelOptions, OpenModel } from "../context.ts";
import type { EnvironmentVariables } from "../environment-variables.ts";
import type { Paths } from "../paths.ts";
import type { ProgressLine } from "../render/progress-line.ts";
import { allServers } from "../server/known-servers.ts";
import { readModelName, type ModelPlace } from "../server/model-name.ts";
import { requireKey, type ServerAccess } from "../server/server-key.ts";

interface ModelParts {
  config: Config;
  paths: Paths;
  env: EnvironmentVariables;
  cwd: string;
  access: (server: string) => ServerAccess;
  /** A new line that says what is being waited for. */
  progressLine: () => ProgressLine;
}

/** Models and catalogues by name, each opened once and closed together. */
export function createModels(parts: ModelParts): {
  open: (name: string, options?: ModelOptions) => Promise<OpenModel>;
  http: (server: string) => Promise<HttpClient>;
  catalog: (server: string) => Promise<ModelCatalog>;
  close: () => Promise<void>;
} {
  const models = new Map<string, Promise<OpenModel>>();
  const clients = new Map<string, Promise<HttpClient>>();
  const catalogs = new Map<string, Promise<ModelCatalog>>();
  const http = (server: string): Promise<HttpClient> =>
    once(clients, server, () => openClient(parts.access(server), parts));
  return {
    open: (name, options = {}) =>
      // A model inside sends nothing again: there is one of it.
      once(models, isInside(name, parts) ? name : `${name} ${JSON.stringify(options)}`, () =>
        openModel(name, parts, options),
      ),
    http,
    catalog: (server) =>
      once(catalogs, server, async () =>
        openCatalog(await http(server), parts.access(server), parts),
      ),
    async close() {
      const chats = (await settled(models)).map(({ chat }) => chat);
      for (const each of [...chats, ...(await settled(clients))]) await each.dispose?.();
    },
  };
}

async function settled<T>(kept: ReadonlyMap<string, Promise<T>>): Promise<T[]> {
  const opened = await Promise.allSettled(kept.values());
  return opened.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

function once<T>(kept: Map<string, Promise<T>>, name: string, open: () => Promise<T>): Promise<T> {
  const opened = kept.get(name) ?? open();
  kept.set(name, opened);
  // A refused name may be asked for again, once a key has been set.
  opened.catch(() => kept.delete(name));
  return opened;
}

function placeOf(name: string, { config }: ModelParts): ModelPlace {
  return readModelName(
    name,
    allServers(config.file).map((server) => server.name),
  );
}

const isInside = (name: string, parts: ModelParts): boolean =>
  placeOf(name, parts).where !== "server";

async function openModel(
  name: string,
  parts: ModelParts,
  options: ModelOptions,
): Promise<OpenModel> {
  const place = placeOf(name, parts);
  if (place.where === "server") return openRemote(place, parts, options);
  const { createLocalModel } = await import("@colloquy/local");
  const local = localName(place, parts.cwd);
  const chat = createLocalModel({ model: local, cacheDir: parts.paths.cache, env: parts.env });
  return {
    chat,
    id: name,
    inside: true,
    access: null,
    prepare: (options) => showing(parts, options, (shown) => chat.prepare(shown)),
    tokenizer: (options) => showing(parts, options, (shown) => chat.tokenizer(shown)),
    tokens: (options) => showing(parts, options, (shown) => chat.tokens(shown)),
  };
}

/** Fetching and loading are shown, whoever asks for the model first, unless the caller does so. */
async function showing<T>(
  { progressLine }: ModelParts,
  options: StreamOptions,
  work: (shown: StreamOptions) => Promise<T>,
): Promise<T> {
  if (options.onProgress) return work(options);
  const line = progressLine();
  try {
    return await work({ ...options, onProgress: line.show });
  } finally {
    line.clear();
  }
}

function localName(place: Exclude<ModelPlace, { where: "server" }>, cwd: string): string {
  switch (place.where) {
    case "inside":
      return place.embedded;
    case "hub":
      return place.address;
    case "file":
      return path.resolve(cwd, place.file);
  }
}

async function openRemote(
  { server, model }: Extract<ModelPlace, { where: "server" }>,
  { access, config, env }: ModelParts,
  { retries = config.get("retries"), unasked = false }: ModelOptions,
): Promise<OpenModel> {
  const reached = access(server);
  if (!unasked) requireKey(reached);
  const { createChatModel } = await import("@colloquy/client");
  const chat: ChatModel = createChatModel({
    baseUrl: reached.base_url,
    apiKey: reached.key,
    environment: env,
    deadlines: {
      connect_ms: config.get("connect_timeout") * 1000,
      first_token_ms: config.get("first_token_timeout") * 1000,
      silence_ms: config.get("silence_timeout") * 1000,
      total_ms: config.get("total_timeout") * 1000,
    },
    retries: { retries },
    ...attribution(config),
  });
  return { chat, id: model, inside: false, access: reached };
}

async function openClient(
  { base_url, key }: ServerAccess,
  { config, env }: ModelParts,
): Promise<HttpClient> {
  const { HttpClient } = await import("@colloquy/client");
  return new HttpClient({
    baseUrl: base_url,
    apiKey: key,
    environment: env,
    deadlines: {
      connect_ms: config.get("connect_timeout") * 1000,
      total_ms: config.get("total_timeout") * 1000,
    },
    ...attribution(config),
  });
}

async function openCatalog(
  http: HttpClient,
  { base_url }: ServerAccess,
  { paths }: ModelParts,
): Promise<ModelCatalog> {
  const { createModelCatalog } = await import("@colloquy/client");
  return createModelCatalog({ http, baseUrl: base_url, cacheFolder: paths.catalogFolder });
}

function attribution(config: Config): { attribution?: { title: string } } {
  return config.get("attribution") ? { attribution: { title: "Colloquy" } } : {};
}
