// `npm start -- ARGS`: sets up what is missing, then is `colloquy ARGS` (without arguments a chat).
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, install, pinnedNode, root } from "./setup.mjs";

const installed = install();
build();

const told = path.join(root, "node_modules/.colloquy-told");
const args = process.argv.slice(2);
const command = path.join(root, "packages/cli/bin/colloquy.mjs");
const child = spawn(
  pinnedNode() ?? process.execPath,
  [command, ...(args.length ? args : ["chat"])],
  {
    stdio: "inherit",
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, COLLOQUY_STARTED_BY_NPM: "1" },
  },
);
// The child decides what Ctrl-C means; this process only waits for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
child.on("exit", (code, signal) => {
  // After the answer, where it is seen; off a terminal with the set-up that it belongs to.
  if (process.stderr.isTTY ? !existsSync(told) : installed) {
    if (process.stderr.isTTY) writeFileSync(told, "");
    process.stderr.write(
      "\nTo have a bare `colloquy` on your PATH: (cd packages/cli && npm link)\n",
    );
  }
  if (signal) process.kill(process.pid, signal);
  else process.exit(code ?? 1);
});
