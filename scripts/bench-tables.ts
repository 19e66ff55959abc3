// Writes benches' results into docs/benchmarks.md, between each bench's markers.
//
//     npm run bench-tables -- NAME… [--quick] [--peers]    runs these benches
//     npm run bench-tables -- --from FOLDER                takes what `--json` printed, kept as *.json files
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { benchNames } from "../packages/bench/src/bench-names.ts";
import type { MeasuredResult } from "../packages/bench/src/bench-result.ts";
import { readMeasured } from "../packages/bench/src/table/read-measured.ts";
import { replaceTables } from "../packages/bench/src/table/replace-tables.ts";

const root = path.dirname(import.meta.dirname);
const page = path.join(root, "docs/benchmarks.md");

function fail(message: string): never {
  process.stderr.write(`bench-tables: ${message}\n`);
  process.exit(2);
}

/** Runs a bench. A missed bar is a result too; any other failure is none. */
function measure(name: string, flags: readonly string[]): MeasuredResult {
  const main = path.join(root, "packages/bench/src/main.ts");
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--conditions=@colloquy/source", main, name, ...flags, "--json"],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 },
  );
  if (status !== 0 && status !== 100) fail(`the bench ${name} ended with status ${status}`);
  return readMeasured(stdout, `the output of ${name}`);
}

function resultsIn(folder: string): readonly MeasuredResult[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  if (files.length === 0) fail(`${folder} holds no .json file`);
  return files.map((file) => readMeasured(readFileSync(path.join(folder, file), "utf8"), file));
}

function write(result: MeasuredResult): void {
  writeFileSync(page, replaceTables(readFileSync(page, "utf8"), result));
  const missed = result.bars.filter(({ ok }) => !ok).length;
  console.log(`${result.bench}: ${result.rows.length} rows, ${missed} bars missed`);
}

/** A page has one place for a bench: of two results neither would be the right one. */
function requireOneEach(results: readonly MeasuredResult[]): void {
  const names = results.map(({ bench }) => bench);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail(`two files hold results of ${twice}: leave one of them`);
}

function main(): void {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: { from: { type: "string" }, quick: { type: "boolean" }, peers: { type: "boolean" } },
  });
  const known = benchNames();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    fail(`no bench named ${unknown.join(", ")}: there are ${known.join(", ")}`);
  if (names.length === 0 && values.from === undefined)
    fail(`name some benches (${known.join(", ")}), or --from FOLDER`);
  if (values.from !== undefined) {
    const results = resultsIn(path.resolve(process.env["INIT_CWD"] ?? ".", values.from));
    requireOneEach(results);
    for (const result of results) write(result);
  }
  const flags = [values.quick ? ["--quick"] : [], values.peers ? ["--peers"] : []].flat();
  for (const name of names) write(measure(name, flags));
}

try {
  main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
