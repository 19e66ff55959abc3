// Finds the Node that came with the install, upward from the command's own file, and becomes it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const names = process.platform === "win32" ? ["node/bin/node.exe"] : ["node/bin/node", ".bin/node"];

function pinnedNode(from) {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    for (const name of names) {
      const file = path.join(folder, "node_modules", name);
      if (existsSync(file)) return file;
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

export function runUnderPinnedNode(url, argv) {
  const file = fileURLToPath(url);
  const node = pinnedNode(file);
  if (!node || process.env.COLLOQUY_PINNED_NODE === "1") {
    process.stderr.write(
      `colloquy: Node 24 is needed, this is ${process.version}, and none came with the install. Run \`npm install\`.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [file, ...argv], {
    stdio: "inherit",
    env: { ...process.env, COLLOQUY_PINNED_NODE: "1" },
  });
  // The child decides what a signal means; a terminal's Ctrl-C reaches it by itself.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      if (signal) process.kill(process.pid, signal);
      else process.exitCode = code ?? 1;
      resolve();
    });
  });
}
