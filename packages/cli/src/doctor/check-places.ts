import { access, constants, mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { CommandContext } from "../context.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { broken, ok, warning, type Check } from "./check.ts";

/** The Node that runs this: the one the workspace pins, or newer. */
export function checkNode(version: string = process.versions.node): Check {
  const major = Number.parseInt(version, 10);
  return major >= 24
    ? ok("node", `${version} (${process.execPath})`)
    : broken("node", `${version} is too old`, "Run `npm ci`: it brings the Node that is pinned.");
}

/** The store: it opens, and its file is its owner's alone. */
export async function checkStore(context: CommandContext): Promise<readonly Check[]> {
  const { storeFile } = context.paths;
  try {
    const { conversations } = await context.store();
    const [last] = await conversations.list({ limit: 1 });
    const { size, mode } = await stat(storeFile);
    const said = last ? `last used ${last.updated_at.slice(0, 10)}` : "nothing said yet";
    const found = ok("store", `${storeFile} (${megabytes(size)}, ${said})`);
    if (process.platform === "win32" || (mode & 0o077) === 0) return [found];
    return [warning("store", `${storeFile} can be read by others`, `chmod 600 ${storeFile}*`)];
  } catch (error) {
    const { message, remedy } = toErrorRecord(error);
    return [broken("store", message, remedy ?? "COLLOQUY_HOME chooses another place.")];
  }
}

/** The cache: it can be written to. */
export async function checkCache({ paths }: Pick<CommandContext, "paths">): Promise<Check> {
  try {
    await mkdir(paths.cache, { recursive: true });
    await access(paths.cache, constants.W_OK);
    const size = await folderSize(paths.cache);
    return ok("cache", `${paths.cache} (${megabytes(size)}; all of it can be had again)`);
  } catch (error) {
    return broken(
      "cache",
      `${paths.cache} cannot be written to: ${error instanceof Error ? error.message : String(error)}`,
      "Make it writable, or choose another place with COLLOQUY_CACHE.",
    );
  }
}

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
