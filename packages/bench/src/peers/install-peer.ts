import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../../../../.cache/bench-peers");

/** Packages that make one peer, each with its exact version. */
export type PeerPackages = Readonly<Record<string, string>>;

function folderOf(packages: PeerPackages): string {
  const words = Object.entries(packages).map((entry) => entry.join("-"));
  return join(ROOT, words.join("+").replaceAll(/[@/]+/g, "_"));
}

/**
 * Brings a peer into a folder of its own, once. Peers are heavy and never come with the workspace's
 * install; their install scripts are not run.
 */
export async function installPeer(
  packages: PeerPackages,
  say: (line: string) => void,
): Promise<void> {
  const folder = folderOf(packages);
  const done = join(folder, "installed");
  if (existsSync(done)) return;
  say(
    `installing ${Object.entries(packages)
      .map((entry) => entry.join("@"))
      .join(", ")}`,
  );
  await mkdir(folder, { recursive: true });
  const manifest = { name: "peer", private: true, type: "module", dependencies: packages };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const words = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder];
  await promisify(execFile)("npm", words, { cwd: folder });
  await writeFile(done, "");
}

/** Imports from the folder of an installed peer. */
export function importPeer(
  packages: PeerPackages,
): (name: string) => Promise<Record<string, unknown>> {
  const require = createRequire(join(folderOf(packages), "package.json"));
  return async (name) =>
    (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>;
}

/** The program `name` of an installed peer's package, as the package itself says. */
export function peerFile(packages: PeerPackages, packageName: string, name: string): string {
  const folder = join(folderOf(packages), "node_modules", packageName);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin?: Readonly<Record<string, string>>;
  };
  const file = manifest.bin?.[name];
  if (file === undefined) throw new Error(`${packageName} has no program named ${name}`);
  return join(folder, file);
}
