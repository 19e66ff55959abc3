// One bundle for the command: an entry of a few kilobytes, and a chunk for each thing that loads lazily.
import { defineConfig } from "rolldown";

/** Commander starts other programs only for a kind of subcommand that is not used; loading the means costs 4 ms. */
const withoutPrograms = {
  name: "without-programs",
  transform(code, id) {
    if (!/commander[\\/]lib[\\/]command\.js$/.test(id)) return null;
    return code.replace(
      /import childProcess from 'node:child_process';/,
      "const childProcess = {};",
    );
  },
};

/** What every command needs, and what a turn needs, in one file each: a file more costs about half a millisecond. */
const entry =
  /cli\/src\/(exit-code|parse\/(find-command|nearest|normalise-argv)|render\/(help|fold-line|display-width))\.ts$/;
const every =
  /cli\/src\/(config|server|error|composition|parse|create-context|run-command|paths|interrupts|render\/(screen|sanitise|error-lines))|core\/src\/(error\/errors|json)|node_modules\/commander/;
const turn =
  /cli\/src\/(ask|conversation|parameters|memory|render\/(answer|progress|reasoning|status|short-id|money|code))|core\/src\/(chat|turn|memory|conversation|error|parameter|usage)|node_modules\/stemmer/;
const lazy = /fetch-text|dry-run/;
const groups = [
  { name: "names", test: entry, priority: 1 },
  { name: "every", test: every },
  { name: "turn", test: (id) => turn.test(id) && !lazy.test(id) },
];

/** The client speaks HTTP/1.1 alone; loading Node's HTTP/2 would cost each first call some 15 ms. */
const withoutHttp2 = {
  name: "without-http2",
  load(id) {
    if (!/undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/.test(id)) return null;
    return "module.exports = () => { throw new Error('HTTP/2 is not in this bundle') };";
  },
};

/** Text of ASCII alone is read in half the time: every other character is written by its code. */
const ascii = {
  name: "ascii",
  renderChunk: (code) =>
    code.replace(
      /[^\u0000-\u007f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
};

const builtin = /^import (?:(\w+)|\* as (\w+)|(\{[^}]*\})) from "(node:[^"]+)";$/gm;

/** An ES import of Node's own module reads every one of its properties first, 14 ms for those of a turn. */
const directBuiltins = {
  name: "direct-builtins",
  renderChunk: (code) =>
    code.replace(builtin, (_line, one, all, some, name) => {
      const wanted = one ?? all ?? some.replaceAll(" as ", ": ");
      return `const ${wanted} = process.getBuiltinModule("${name}");`;
    }),
};

export default defineConfig({
  input: { colloquy: "src/main.ts" },
  platform: "node",
  external: [/^node-llama-cpp/],
  plugins: [withoutHttp2, withoutPrograms, directBuiltins, ascii],
  resolve: { conditionNames: ["@colloquy/source", "node", "import", "default"] },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name]-[hash].mjs",
    minify: false,
    sourcemap: false,
    cleanDir: false,
    codeSplitting: { groups },
  },
});
