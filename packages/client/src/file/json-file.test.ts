import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ColloquyError, InvalidInputError, StoreError } from "@colloquy/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJsonFile } from "./read-json-file.ts";
import { writeJsonFile } from "./write-json-file.ts";
import { writeTextFile } from "./write-text-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "colloquy-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<ColloquyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ColloquyError) return error;
  throw new Error(`no typed error but ${String(error)}`);
}

describe("JSON files", () => {
  it("are read back as written, in folders made on the way, for their owner alone", async () => {
    const path = join(folder, "a", "b", "notes.json");
    const value = { text: "schön \u2028", list: [1, null, { deep: true }] };
    await writeJsonFile(path, value);
    expect(await readJsonFile(path)).toEqual(value);
    expect(await readFile(path, "utf8")).toMatch(/^\{\n {2}"text".*\}\n$/s);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("show file, line and column of a fault", async () => {
    const path = join(folder, "broken.json");
    await writeFile(path, '\uFEFF{\n  "a": 1,,\n}');
    const error = await failure(readJsonFile(path));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.record.message).toContain(`${path}, line 2, column 10`);
  });

  it("that are missing or folders are refused by name", async () => {
    const missing = await failure(readJsonFile(join(folder, "none.json")));
    expect(missing.record).toMatchObject({ kind: "invalid_input", code: "ENOENT" });
    expect((await failure(readJsonFile(folder))).record.code).toBe("EISDIR");
  });

  it("keep the old text when the new cannot be written", async () => {
    const path = join(folder, "kept.json");
    await writeJsonFile(path, 1);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(await failure(writeJsonFile(path, cycle))).toBeInstanceOf(InvalidInputError);
    expect(await readJsonFile(path)).toBe(1);
    const error = await failure(writeJsonFile(join(path, "below"), 2));
    expect(error).toBeInstanceOf(StoreError);
    expect(await readdir(folder)).toEqual(["kept.json"]);
  });

  it("keep permissions and links", async () => {
    const path = join(folder, "real.json");
    await writeJsonFile(path, 1);
    await chmod(path, 0o644);
    const link = join(folder, "link.json");
    await symlink(path, link);
    await writeJsonFile(link, 2, { indent: 0 });
    expect(await readFile(path, "utf8")).toBe("2\n");
    expect((await stat(path)).mode & 0o777).toBe(0o644);
  });

  it("are never seen half written", async () => {
    const path = join(folder, "busy.txt");
    const texts = ["a", "b"].map((letter) => letter.repeat(300_000));
    await writeTextFile(path, texts[0] ?? "");
    let isWriting = true;
    const writing = (async () => {
      for (let round = 0; round < 20; round += 1) await writeTextFile(path, texts[round % 2] ?? "");
      isWriting = false;
    })();
    while (isWriting) expect(texts).toContain(await readFile(path, "utf8"));
    await writing;
    expect(await readdir(folder)).toEqual(["busy.txt"]);
  });
});
