import { describe, expect, it } from "vitest";
import { systemEnvironment } from "./system-environment.ts";

describe("systemEnvironment", () => {
  it("makes UUIDv7 that sort as they were made, thousands within a millisecond too", () => {
    const ids = Array.from({ length: 20_000 }, () => systemEnvironment.newId());
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    const made = Number.parseInt(ids[0]?.replace("-", "").slice(0, 12) ?? "", 16);
    expect(Math.abs(systemEnvironment.now() - made)).toBeLessThan(60_000);
  });
});
