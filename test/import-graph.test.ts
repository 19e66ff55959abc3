import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

// Which package's sources may import which others. Anything else is a wrong turn in the house.
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  client: ["core"],
  local: ["core"],
  tokenizer: ["core"],
  store: ["core"],
  report: ["core"],
  testkit: ["core"],
  cli: ["core", "client", "local", "tokenizer", "store", "report"],
  bench: ["core", "client", "local", "tokenizer", "store", "testkit"],
};

const packages = path.join(import.meta.dirname, "../packages");
const importPattern = /(?:from\s+|import\s+|import\()\s*"([^"]+)"/g;

function sources(name: string): string[] {
  const folder = path.join(packages, name, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => path.join(folder, file));
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(importPattern)].map((match) => match[1] ?? "");
}

describe("import graph", () => {
  const names = readdirSync(packages).filter((name) => !name.startsWith("."));

  it("knows every package", () => {
    expect(names.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  it.each(names)("%s imports only what the house allows", (name) => {
    const wrong = sources(name).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("@colloquy/"))
        .filter((target) => !(allowed[name] ?? []).includes(target.slice("@colloquy/".length)))
        .map((target) => `${path.relative(packages, file)} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(names)("%s never reaches into another package's files", (name) => {
    const folder = path.join(packages, name);
    const wrong = sources(name).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("."))
        .filter((target) => !path.resolve(path.dirname(file), target).startsWith(folder + path.sep))
        .map((target) => `${path.relative(packages, file)} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("core has no I/O, no clock and no randomness of its own", () => {
    const forbidden =
      /\bfrom "node:|\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bprocess\.|\bfetch\(/;
    const wrong = sources("core").flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .map((line, index) => ({ line, where: `${path.relative(packages, file)}:${index + 1}` }))
        .filter(({ line }) => forbidden.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
        .map(({ where, line }) => `${where} ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });
});
