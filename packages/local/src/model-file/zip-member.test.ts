import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipArchive } from "../testing/zip-archive.ts";
import { readZipMember } from "./zip-member.ts";

describe("readZipMember", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-zip-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (archive: Buffer, name: string): Promise<Buffer> => {
    const file = path.join(folder, "a.zip");
    await writeFile(file, archive);
    const pieces: Buffer[] = [];
    for await (const piece of readZipMember(file, name)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const content = Buffer.from("some weights ".repeat(40_000));

  it.each([true, false])("reads a member (packed: %s)", async (packed) => {
    expect(await read(zipArchive("x/model", content, packed), "x/model")).toEqual(content);
  });

  it("says what is wrong with an archive", async () => {
    const archive = zipArchive("x/model", content, true);
    await expect(read(archive, "other")).rejects.toThrow("no member other");
    await expect(read(archive.subarray(0, -30), "x/model")).rejects.toThrow("no zip archive");
    const cut = Buffer.from(archive);
    cut.fill(0xff, 60, 90);
    await expect(read(cut, "x/model")).rejects.toThrow();
  });
});
