import { describe, expect, it } from "vitest";
import { resolvePaths } from "./paths.ts";

describe("resolvePaths", () => {
  it("uses the platform's usual places", () => {
    expect(resolvePaths({}, "/home/a")).toMatchObject({
      configFile: "/home/a/.config/colloquy/config.json",
      storeFile: "/home/a/.local/share/colloquy/colloquy.db",
      state: "/home/a/.local/state/colloquy",
      cache: "/home/a/.cache/colloquy",
    });
    const env = { XDG_CONFIG_HOME: "/c", XDG_DATA_HOME: "relative", XDG_CACHE_HOME: "/k" };
    expect(resolvePaths(env, "/home/a")).toMatchObject({
      config: "/c/colloquy",
      data: "/home/a/.local/share/colloquy",
      cache: "/k/colloquy",
    });
  });

  it("puts all of it under COLLOQUY_HOME but what can be fetched again", () => {
    expect(resolvePaths({ COLLOQUY_HOME: "/h" }, "/home/a")).toMatchObject({
      configFile: "/h/config.json",
      storeFile: "/h/colloquy.db",
      state: "/h/state",
      cache: "/home/a/.cache/colloquy",
    });
    expect(resolvePaths({ COLLOQUY_HOME: "/h", COLLOQUY_CACHE: "/k" }, "/home/a").cache).toBe("/k");
  });
});
