// One bundle for the command: an entry of a few kilobytes, and a chunk for each thing that loads lazily.
import { defineConfig } from "rolldown";

/** The client speaks HTTP/1.1 alone; loading Node's HTTP/2 would cost each first call some 15 ms. */
const withoutHttp2 = {
  name: "without-http2",
  load(id) {
    if (!/undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/.test(id)) return null;
    return "module.exports = () => { throw new Error('HTTP/2 is not in this bundle') };";
  },
};

export default defineConfig({
  input: { colloquy: "src/main.ts" },
  platform: "node",
  external: [/^node-llama-cpp/],
  plugins: [withoutHttp2],
  resolve: { conditionNames: ["@colloquy/source", "node", "import", "default"] },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name]-[hash].mjs",
    minify: false,
    sourcemap: false,
    cleanDir: false,
  },
});
