import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../../../../.cache/bench-peers");

/** Packages that make one peer, each with its exact version. */
export type PeerPackages = Readonly<Record<string, string>>;

/** Imports a package that a peer's folder has. */
export type PeerImport = (name: string) => Promise<Record<string, unknown>>;

/**
 * Brings a peer into a folder of its own, once, and gives its import. Peers are heavy and never come with
 * the workspace's install.
 */
export async function installPeer(
  name: string,
  packages: PeerPackages,
  say: (line: string) => void,
): Promise<PeerImport> {
  const folder = join(ROOT, `${name}-${Object.values(packages).join("-")}`);
  const done = join(folder, "installed");
  if (!existsSync(done)) {
    say(
      `installing ${name} (${Object.entries(packages)
        .map((entry) => entry.join("@"))
        .join(", ")})`,
    );
    await mkdir(folder, { recursive: true });
    const manifest = {
      name: `peer-${name}`,
      private: true,
      type: "module",
      dependencies: packages,
    };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder];
    await promisify(execFile)("npm", npm, { cwd: folder });
    await writeFile(done, "");
  }
  const require = createRequire(join(folder, "package.json"));
  return async (wanted) =>
    (await import(pathToFileURL(require.resolve(wanted)).href)) as Record<string, unknown>;
}
