import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import type { BenchModule, BenchResult } from "./bench-result.ts";
import { formatResult } from "./format-result.ts";

/** A bench is a file of this folder that exports `run`; these are the files that are not benches. */
const helpers = new Set(["main", "bench-result", "format-result", "machine", "median"]);

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .filter((name) => !helpers.has(name));

function usage(): never {
  process.stderr.write(
    `usage: npm run bench -- NAME [--json] [--peers] [--quick] [its own flags]\nbenches: ${names.join(", ")}\n`,
  );
  process.exit(2);
}

async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2);
  if (!name || !names.includes(name)) usage();
  const common = new Set(["--json", "--peers", "--quick"]);
  const { values } = parseArgs({
    args: rest.filter((word) => common.has(word)),
    options: { json: { type: "boolean" }, peers: { type: "boolean" }, quick: { type: "boolean" } },
  });
  const bench = (await import(`./${name}.ts`)) as BenchModule;
  const result: BenchResult = await bench.run({
    args: rest.filter((word) => !common.has(word)),
    peers: values.peers ?? false,
    quick: values.quick ?? false,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : formatResult(result));
  return result.bars.every((bar) => bar.ok) ? 0 : 100;
}

process.exitCode = await main();
