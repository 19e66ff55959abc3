import os from "node:os";
import type { BenchResult } from "./bench-result.ts";

/** The machine a bench ran on, for beside its figures. */
export function machine(): BenchResult["machine"] {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model ?? "unknown",
    cores: cpus.length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}
