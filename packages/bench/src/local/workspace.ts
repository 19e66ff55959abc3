import { link, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { defaultLocalModel, fetchModelFile, type ModelFile } from "@colloquy/local";

/** The model's file, and cache folders that hold nothing else. */
export interface Workspace {
  file: ModelFile;
  newCache(): Promise<string>;
  remove(): Promise<void>;
}

/** Fetches the embedded model, once for all benches, into the user's cache folder. */
export async function openWorkspace(say: (line: string) => void): Promise<Workspace> {
  const cacheDir =
    process.env["COLLOQUY_CACHE"] ||
    path.join(process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache"), "colloquy");
  let last = "";
  const file = await fetchModelFile({
    model: defaultLocalModel,
    cacheDir,
    onProgress: ({ message }) => {
      if (message !== last) say(message);
      last = message;
    },
  });
  const folders: string[] = [];
  return {
    file,
    newCache: async () => {
      const folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-bench-"));
      folders.push(folder);
      const place = path.join(folder, "models", path.basename(file.path));
      await mkdir(path.dirname(place));
      await link(file.path, place).catch(() => symlink(file.path, place));
      return folder;
    },
    remove: async () => {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
