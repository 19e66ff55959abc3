import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { ListedModel } from "./listed-model.ts";

/** Files fetched from the model hub, by the name they are asked by: `hf:user/repo/file.gguf`. */
export async function pulledModels(modelsFolder: string): Promise<readonly ListedModel[]> {
  const entries = await readdir(modelsFolder, { withFileTypes: true, recursive: true }).catch(
    () => [],
  );
  const files = entries
    .filter((entry) => entry.isFile() && /\.gguf$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const listed = await Promise.all(files.map((file) => listedFile(file, modelsFolder)));
  return listed.flatMap((model) => model ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Undefined for what did not come from the hub: that lies under its user and repository. */
async function listedFile(file: string, folder: string): Promise<ListedModel | undefined> {
  const parts = path.relative(folder, file).split(path.sep);
  if (parts.length < 3) return undefined;
  const { size, mtime } = await stat(file);
  const name = `hf:${parts.join("/")}`;
  return {
    name,
    server: "inside",
    model: {
      id: name,
      name: path.basename(file, path.extname(file)),
      pricing: { prompt: "0", completion: "0" },
      size_bytes: size,
    },
    fetched_at: mtime.toISOString(),
  };
}
