// JSON to and from files. A write is whole or not at all: nobody ever reads half a file.
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { readJsonFile, writeJsonFile } from "@colloquy/client";
import { InvalidInputError } from "@colloquy/core";

const folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-example-"));
const file = path.join(folder, "lamp.json");

await writeJsonFile(file, { name: "lamp", lit: true });
console.log(await readJsonFile(file));

try {
  await readJsonFile(path.join(folder, "none.json"));
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  console.log(error.record.code, error.record.remedy);
}
await rm(folder, { recursive: true });

// Prints:
//   { name: 'lamp', lit: true }
//   ENOENT Check the path and its permissions.
