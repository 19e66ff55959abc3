// One bundle for the command: an entry of a few kilobytes, and a chunk for each thing that loads lazily.
import { defineConfig } from "rolldown";

export default defineConfig({
  input: { colloquy: "src/main.ts" },
  platform: "node",
  external: [/^node-llama-cpp/],
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
