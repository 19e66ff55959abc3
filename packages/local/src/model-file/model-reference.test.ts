import path from "node:path";
import { InvalidInputError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { locateModel } from "./model-location.ts";
import { readModelReference } from "./model-reference.ts";

describe("readModelReference", () => {
  it("knows the embedded model, files, hub addresses and URLs", () => {
    expect(readModelReference("smollm2-135m").kind).toBe("embedded");
    expect(readModelReference("./a.gguf")).toEqual({ kind: "file", path: path.resolve("a.gguf") });
    expect(readModelReference("hf:user/repo/sub/file.Q4.gguf")).toEqual({
      kind: "hub",
      repository: "user/repo",
      file: "sub/file.Q4.gguf",
    });
    expect(readModelReference("https://x.test/m.gguf").kind).toBe("url");
  });

  it.each(["gpt-9", "hf:user/file.gguf", "hf:user/repo/file.bin", ""])("refuses %j", (name) => {
    expect(() => readModelReference(name)).toThrow(InvalidInputError);
  });
});

describe("locateModel", () => {
  it("honours a mirror of the hub and keeps origins apart", () => {
    const reference = readModelReference("hf:user/repo/file.gguf");
    const { path: place, sources } = locateModel(reference, "/cache", {
      HF_ENDPOINT: "http://mirror.test/",
      HF_TOKEN: "secret",
    });
    expect(place).toBe(path.join("/cache/models/user/repo/file.gguf"));
    expect(sources).toEqual([
      {
        kind: "http",
        url: "http://mirror.test/user/repo/resolve/main/file.gguf",
        headers: { authorization: "Bearer secret" },
      },
    ]);
  });

  it("knows two ways to the embedded model", () => {
    const location = locateModel(readModelReference("smollm2-135m"), "/cache", {});
    expect(location.sources.map(({ kind }) => kind)).toEqual(["http", "wheel"]);
  });
});
