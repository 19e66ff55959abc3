import { describe, expect, it } from "vitest";
import { benchNames } from "./bench-names.ts";

describe("benchNames", () => {
  it("lists the files that export `run`, and those alone", async () => {
    const names = benchNames();
    expect(names).toEqual(expect.arrayContaining(["call", "cost", "lab", "plan", "start"]));
    expect(names).not.toContain("main");
    for (const name of names) {
      const bench = (await import(/* @vite-ignore */ `./${name}.ts`)) as object;
      expect(bench).toHaveProperty("run", expect.any(Function));
    }
  });
});
