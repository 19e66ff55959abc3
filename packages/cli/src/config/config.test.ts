import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createConfig } from "./config.ts";
import { configSchema } from "./config-schema.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-config-"));
  file = path.join(folder, "config.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("createConfig", () => {
  it("takes flag before variable before file before default, and says which one won", () => {
    writeFileSync(file, '{"retries": 5, "model": "a/file"}');
    const env = { COLLOQUY_RETRIES: "4" };
    const won = (flags: object, variables: object) => {
      const { value, source, origin } = createConfig({
        path: file,
        env: { ...variables },
        flags: { ...flags },
      }).resolve("retries");
      return [value, source, origin];
    };
    expect(won({ retries: "3" }, env)).toEqual([3, "flag", "--retries"]);
    expect(won({}, env)).toEqual([4, "variable", "COLLOQUY_RETRIES"]);
    expect(won({}, {})).toEqual([5, "file", file]);
    rmSync(file);
    expect(won({}, {})).toEqual([2, "default", "default"]);
  });

  it.each([
    ["COLLOQUY_STREAM", "no", "stream", false],
    ["COLLOQUY_STREAM", "1", "stream", true],
    ["COLLOQUY_MAX_COST_PER_TURN", "off", "max_cost_per_turn", null],
    ["COLLOQUY_MAX_COST_PER_TURN", "0", "max_cost_per_turn", 0],
    ["COLLOQUY_CONNECT_TIMEOUT", "0.5", "connect_timeout", 0.5],
  ] as const)("%s=%s is %s %s", (variable, text, name, value) => {
    expect(createConfig({ path: file, env: { [variable]: text } }).get(name)).toBe(value);
  });

  it.each([
    [
      "COLLOQUY_STREAM",
      "perhaps",
      /stream is "perhaps" \(COLLOQUY_STREAM\), it must be true or false/,
    ],
    ["COLLOQUY_RETRIES", "1.5", /whole number/],
    ["COLLOQUY_CONNECT_TIMEOUT", "0", /seconds > 0/],
    ["COLLOQUY_MAX_COST_PER_TURN", "-1", /US dollars/],
  ] as const)("refuses %s=%s", (variable, text, words) => {
    const config = createConfig({ path: file, env: { [variable]: text } });
    expect(() =>
      ["stream", "retries", "connect_timeout", "max_cost_per_turn"].map((name) =>
        config.resolve(name as "stream"),
      ),
    ).toThrow(words);
  });

  it("reads servers and presets, and names the place of what is wrong", () => {
    writeFileSync(
      file,
      '{"servers": {"box": {"base_url": "http://box/v1"}}, "presets": {"p": {"parameters": {"seed": 0}}}}',
    );
    expect(createConfig({ path: file, env: {} }).file).toMatchObject({
      servers: { box: { base_url: "http://box/v1" } },
      presets: { p: { parameters: { seed: 0 } } },
    });
    writeFileSync(file, '{"retries": 1,\n "model": }');
    expect(() => createConfig({ path: file, env: {} }).get("retries")).toThrow(/line 2, column 11/);
    writeFileSync(file, '{"servers": {"box": {}}}');
    expect(() => createConfig({ path: file, env: {} }).file).toThrow(/servers\.box is \{\}/);
    writeFileSync(file, '{"retries": "often"}');
    expect(() => createConfig({ path: file, env: {} }).get("retries")).toThrow(
      /retries is "often"/,
    );
  });
});

describe("config.schema.json", () => {
  it("is what `node --conditions=@colloquy/source scripts/config-schema.ts` writes", () => {
    const published = new URL("../../config.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(configSchema());
  });
});
