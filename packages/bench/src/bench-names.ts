import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The benches: those files of this folder that export `run`. */
export function benchNames(): readonly string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) => exportsRun(path.join(import.meta.dirname, file)))
    .map((file) => file.slice(0, -".ts".length));
}

function exportsRun(file: string): boolean {
  return /^export (?:async )?function run\(/m.test(readFileSync(file, "utf8"));
}
