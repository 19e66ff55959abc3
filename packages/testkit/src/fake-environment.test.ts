import { describe, expect, it } from "vitest";
import { FakeEnvironment } from "./fake-environment.ts";

describe("FakeEnvironment", () => {
  it("moves its clock only when told", () => {
    const environment = new FakeEnvironment({ now: 1000 });
    expect([environment.now(), environment.now()]).toEqual([1000, 1000]);
    environment.advance(250);
    expect(environment.now()).toBe(1250);
  });

  it("makes UUIDv7 ids that sort as they were made and are the same in every run", () => {
    const ids = (): string[] => {
      const environment = new FakeEnvironment();
      const first = environment.newId();
      const second = environment.newId();
      environment.advance(1);
      return [first, second, environment.newId()];
    };
    const made = ids();
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(3);
    expect(made).toEqual(ids());
    for (const id of made)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
