import { link, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {
  createLocalModel,
  type LocalModel,
  type LocalModelOptions,
} from "../create-local-model.ts";
import { defaultLocalModel } from "../model-file/embedded-models.ts";
import { fetchModelFile } from "../model-file/fetch-model-file.ts";

/** Where tests look for the embedded model's file, and put it: it is fetched once for all of them. */
export const testCache =
  process.env["COLLOQUY_CACHE"] ||
  path.join(process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache"), "colloquy");

/** The embedded model's file; fails, saying how to get it, where it cannot be had. */
export async function testModelFile(): Promise<string> {
  const { path: file } = await fetchModelFile({ model: defaultLocalModel, cacheDir: testCache });
  return file;
}

/** A cache folder of its own with nothing in it but the model's file. */
export async function freshCache(): Promise<{ cacheDir: string; remove(): Promise<void> }> {
  const file = await testModelFile();
  const cacheDir = await mkdtemp(path.join(os.tmpdir(), "colloquy-local-"));
  const place = path.join(cacheDir, "models", path.basename(file));
  await mkdir(path.dirname(place));
  // A link across file systems is refused.
  await link(file, place).catch(() => symlink(file, place));
  return { cacheDir, remove: () => rm(cacheDir, { recursive: true, force: true }) };
}

/** One thread for everything: tests run beside others, and nothing is measured. */
const threads = { decode: 1, read: 1, batch: 1 };

/** A model for a test, in one thread. */
export function testModel(options: LocalModelOptions): LocalModel {
  return createLocalModel({ threads, ...options });
}

/** Does something with a model that is disposed of afterwards. */
export async function withModel<T>(
  options: LocalModelOptions,
  use: (model: LocalModel) => Promise<T>,
): Promise<T> {
  const model = testModel(options);
  try {
    return await use(model);
  } finally {
    await model.dispose();
  }
}
