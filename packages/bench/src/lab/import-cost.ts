import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";

const root = path.join(import.meta.dirname, "../../../..");
const core = path.join(root, "packages/core/src/index.ts");

/** What is imported, as an entry's text. The empty one is the floor. */
const subjects: readonly (readonly [name: string, file: string, entry: string])[] = [
  ["an empty module", "empty", "export {};"],
  [
    "core/sampling",
    "sampling",
    `export { applyChain, boundedChain, candidatesFromLogits, chain, chainSteps, denseProbabilities, drawToken, engineOrders, entropyOf, expectedDistribution, mostProbable, partialDistribution, randomFrom, totalVariation } from ${JSON.stringify(core)};`,
  ],
  ["core, all of it", "core", `export * from ${JSON.stringify(core)};`],
];

/** Size and time of importing the sampling code, bundled as a page or a command would have it. No bar. */
export function importPart(rounds: number): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const files = subjects.map(([, file, entry]) => bundle(folder, file, entry));
    const times = files.map((): number[] => []);
    for (let round = -1; round < rounds; round += 1)
      for (const [index, file] of files.entries()) {
        const ms = importMs(file);
        if (round >= 0) times[index]?.push(ms);
      }
    const rows = subjects.map(([subject], index) =>
      rowOf(subject, readFileSync(files[index] ?? ""), times[index] ?? []),
    );
    return Promise.resolve({ rows, bars: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(subject: string, code: Buffer, times: readonly number[]): BenchRow {
  return {
    subject,
    bytes: code.length,
    bytes_gz: gzipSync(code).length,
    import_ms_median: median(times),
    import_ms_p75: quantile(times, 0.75),
    rounds: times.length,
  };
}

/** One minified file; its path. */
function bundle(folder: string, name: string, entry: string): string {
  const input = path.join(folder, `${name}-entry.mjs`);
  const file = path.join(folder, `${name}.mjs`);
  const config = path.join(folder, `${name}-config.mjs`);
  writeFileSync(input, entry);
  const wanted = {
    input,
    platform: "neutral",
    resolve: { conditionNames: ["@colloquy/source", "import", "default"], mainFields: ["module"] },
    output: { file, format: "esm", minify: true },
  };
  writeFileSync(config, `export default ${JSON.stringify(wanted)};`);
  const rolldown = path.join(root, "node_modules/rolldown/bin/cli.mjs");
  execFileSync(process.execPath, [rolldown, "-c", config, "--logLevel", "silent"], { cwd: folder });
  return file;
}

/** Milliseconds that a new process takes to import a file, without the process's own start. */
function importMs(file: string): number {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const start = performance.now(); await import(${url}); console.log(performance.now() - start);`;
  const words = ["--input-type=module", "-e", script];
  return Number(execFileSync(process.execPath, words, { encoding: "utf8" }));
}
