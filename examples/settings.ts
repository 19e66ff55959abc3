import os from "node:os";
import path from "node:path";

// What the examples read from the environment, the same variables as the command.
const { env } = process;

/** Where the model's file is, or is fetched to. */
export const cacheDir =
  env["COLLOQUY_CACHE"] ??
  path.join(env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "colloquy");

/** OpenRouter, or any server that speaks its protocol; `npm run upstream -- ok` starts one to practise on. */
export const baseUrl = env["OPENROUTER_BASE_URL"] ?? "https://openrouter.ai/api/v1";

/** Undefined where none is set: a practice server asks for none. */
export const apiKey = env["OPENROUTER_API_KEY"];
