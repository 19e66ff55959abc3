import path from "node:path";
import { parseArgs } from "node:util";
import { benchNames } from "./bench-names.ts";
import type { BenchModule, MeasuredResult } from "./bench-result.ts";
import { formatResult } from "./format-result.ts";

const names = benchNames();

function usage(): never {
  process.stderr.write(
    `usage: npm run bench -- NAME [--json] [--peers] [--quick] [its own flags]\nbenches: ${names.join(", ")}\n`,
  );
  process.exit(2);
}

/** A result says which file was given, not where this machine keeps it. */
function withoutFolder(word: string): string {
  const [, flag = "", value = word] = /^(--[^=]+=)?(.*)$/s.exec(word) ?? [];
  return path.isAbsolute(value) ? flag + path.basename(value) : word;
}

async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2);
  if (!name || !names.includes(name)) usage();
  const common = new Set(["--json", "--peers", "--quick"]);
  const { values } = parseArgs({
    args: rest.filter((word) => common.has(word)),
    options: { json: { type: "boolean" }, peers: { type: "boolean" }, quick: { type: "boolean" } },
  });
  const words = [name, ...rest.filter((word) => word !== "--json").map(withoutFolder)];
  const bench = (await import(`./${name}.ts`)) as BenchModule;
  const date = new Date().toISOString().slice(0, 10);
  const result = await bench.run({
    args: rest.filter((word) => !common.has(word)),
    peers: values.peers ?? false,
    quick: values.quick ?? false,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const measured: MeasuredResult = {
    ...result,
    date,
    command: `npm run bench -- ${words.join(" ")}`,
  };
  process.stdout.write(values.json ? `${JSON.stringify(measured)}\n` : formatResult(result));
  return result.bars.every((bar) => bar.ok) ? 0 : 100;
}

process.exitCode = await main();
