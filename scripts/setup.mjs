// What a fresh clone needs before anything else can run: dependencies at the lock file's versions and
// the pinned Node. Plain JavaScript for Node >= 20, with nothing but Node's own modules.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, "node_modules");
const stamp = path.join(modules, ".colloquy-lock");
export const bundle = path.join(root, "packages/cli/dist/colloquy.mjs");

/** The pinned Node, which npm puts in node_modules; undefined before the install. */
export function pinnedNode() {
  const names =
    process.platform === "win32" ? ["node/bin/node.exe"] : ["node/bin/node", ".bin/node"];
  return names.map((name) => path.join(modules, name)).find((file) => existsSync(file));
}

function lockHash() {
  const hash = createHash("sha256");
  for (const name of ["package-lock.json", "package.json"])
    hash.update(readFileSync(path.join(root, name)));
  return hash.digest("hex");
}

/** Runs a program with its output on stderr, so that stdout stays the answer's alone. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
    ...options,
  });
  if (result.error) fail(`cannot run ${command}: ${result.error.message}`);
  return result.status ?? 1;
}

export function fail(message) {
  process.stderr.write(`colloquy: ${message}\n`);
  process.exit(1);
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

/** Installs what is missing; whether anything was. Quiet, and done in a few milliseconds, when nothing is. */
export function install() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20)
    fail(`Node 20 or newer is needed, this is ${process.version}. See https://nodejs.org`);
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && pinnedNode()) return false;
  say("Installing dependencies (about half a minute, once) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Not `npm ci`: it refuses a lock file that lacks another platform's optional binaries, and some
  // registries do not carry them. The lock file still decides every version that it names.
  if (run(npm, ["install", "--no-save", "--no-fund", "--no-audit", "--loglevel=error"]) !== 0)
    fail(
      "`npm install` failed (its words are above). Check the network and npm's registry setting, then run this again.",
    );
  if (!pinnedNode())
    fail(
      "npm did not install the pinned Node (are install scripts off?). Run `npm rebuild node`, then this again.",
    );
  writeFileSync(stamp, wanted);
  return true;
}

function newest(folder, suffixes) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !suffixes.some((suffix) => entry.name.endsWith(suffix))) continue;
    latest = Math.max(
      latest,
      statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs,
    );
  }
  return latest;
}

/** Builds the command's bundle when a source is newer than it. Returns whether it did. */
export function build({ force = false } = {}) {
  const sources = readdirSync(path.join(root, "packages"))
    .filter((name) => name !== "bench" && name !== "testkit")
    .map((name) => path.join(root, "packages", name, "src"))
    .filter((folder) => existsSync(folder));
  const built = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
  if (
    !force &&
    built > Math.max(...sources.map((folder) => newest(folder, [".ts", ".json", ".sql"])))
  )
    return false;
  const started = Date.now();
  const node = pinnedNode() ?? process.execPath;
  const config = path.join(root, "packages/cli/rolldown.config.mjs");
  const rolldown = path.join(modules, "rolldown/bin/cli.mjs");
  const result = spawnSync(node, [rolldown, "-c", config, "--logLevel", "silent"], {
    cwd: path.join(root, "packages/cli"),
    encoding: "utf8",
  });
  if (result.status !== 0) fail(`the build failed:\n${result.stdout}${result.stderr}`);
  removeOldChunks(started);
  return true;
}

/** Chunks of earlier builds: a command that runs meanwhile may still load them for an hour. */
function removeOldChunks(now) {
  const folder = path.join(path.dirname(bundle), "chunks");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (statSync(file).mtimeMs < now - 3_600_000) rmSync(file);
  }
}
