import os from "node:os";
import path from "node:path";
import type { EnvironmentVariables } from "./environment-variables.ts";

/** Where things live. Everything but `cache` cannot be had again. */
export interface Paths {
  /** Folder of the configuration file and the keys. */
  config: string;
  configFile: string;
  keysFile: string;
  /** Folder of the store. */
  data: string;
  storeFile: string;
  /** Small things worth little: which conversation a terminal was in, typed lines. */
  state: string;
  /** Models, saved prefixes, catalogues: fetched or computed again when missing. */
  cache: string;
  modelsFolder: string;
  catalogFolder: string;
}

/** `COLLOQUY_HOME` holds everything but the cache when set; else the platform's usual places. */
export function resolvePaths(env: EnvironmentVariables, home: string = os.homedir()): Paths {
  const base = env["COLLOQUY_HOME"] || undefined;
  const config = base ?? usual(env["XDG_CONFIG_HOME"], home, ".config");
  const data = base ?? usual(env["XDG_DATA_HOME"], home, ".local/share");
  const state = base
    ? path.join(base, "state")
    : usual(env["XDG_STATE_HOME"], home, ".local/state");
  const cache = env["COLLOQUY_CACHE"] || usual(env["XDG_CACHE_HOME"], home, ".cache");
  return {
    config,
    configFile: path.join(config, "config.json"),
    keysFile: path.join(config, "keys.json"),
    data,
    storeFile: path.join(data, "colloquy.db"),
    state,
    cache,
    modelsFolder: path.join(cache, "models"),
    catalogFolder: path.join(cache, "catalogs"),
  };
}

// XDG says that a relative path in these variables is to be ignored.
function usual(variable: string | undefined, home: string, below: string): string {
  const base = variable && path.isAbsolute(variable) ? variable : path.join(home, below);
  return path.join(base, "colloquy");
}
