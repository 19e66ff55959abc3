#!/usr/bin/env node
// Plain JavaScript for any Node >= 20: runs the bundle under the pinned Node, with V8's compile cache.
// What can be answered without the bundle (`--version`) is answered here.

// Asked for directly, Node's own modules cost nothing; an import statement reads all their properties.
const builtin = async (name) => process.getBuiltinModule?.(name) ?? (await import(name));
const { existsSync, readFileSync } = await builtin("node:fs");

const argv = process.argv.slice(2);
const at = (relative) => new URL(relative, import.meta.url);

if (argv.length === 1 && ["--version", "-V", "version"].includes(argv[0])) {
  process.stdout.write(
    `colloquy ${JSON.parse(readFileSync(at("../package.json"), "utf8")).version}\n`,
  );
} else if (Number.parseInt(process.versions.node, 10) < 24) {
  await (await import("./pinned-node.mjs")).runUnderPinnedNode(import.meta.url, argv);
} else if (!existsSync(at("../dist/colloquy.mjs"))) {
  process.stderr.write(
    "colloquy: not built yet. `npm start` at the top of the repository builds it, `npm run build` too.\n",
  );
  process.exitCode = 1;
} else {
  const { enableCompileCache } = await builtin("node:module");
  enableCompileCache();
  const { main } = await import("../dist/colloquy.mjs");
  process.exitCode = await main(argv);
}
