import { describe, expect, it } from "vitest";
import { findScenario, nearestScenario } from "../find-scenario.ts";
import { scenarioGroups } from "../scenario.ts";
import { scenarios } from "./all-scenarios.ts";

describe("the scenarios", () => {
  it("have names that are unique, fit a path and are no part of the API's own paths", () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(["api", "v1", "chat", "models", "scenario", "items"]).not.toContain(name);
    }
  });

  it("stand in the order of their groups, each group with some", () => {
    const groups = [...new Set(scenarios.map(({ group }) => group))];
    expect(groups).toEqual([...scenarioGroups]);
  });

  it.each(scenarios)("$name claims what can be true", ({ expect: claims, summary, contract }) => {
    for (const claim of [claims.stream, claims.whole]) {
      expect(claim.exit_code).toBe(claim.state === "complete" ? 0 : 1);
      if (claim.state === "complete") {
        expect(claim).not.toHaveProperty("cause");
        expect(claim).not.toHaveProperty("retryable");
      }
      if (claim.state === "failed") expect(claim.text ?? "").toBe("");
      if (claim.state === "interrupted") expect(claim.text).not.toBe("");
    }
    for (const words of [summary, contract]) {
      expect(words).toMatch(/\.$/);
      expect(words).not.toContain("\n");
      expect(words.length).toBeLessThan(110);
    }
  });

  it("are found by name, and the nearest by a mistyped one", () => {
    expect(findScenario("venice")?.name).toBe("venice");
    expect(findScenario("vennice")).toBeUndefined();
    expect(nearestScenario("vennice").name).toBe("venice");
    expect(nearestScenario("429-dayly").name).toBe("429-daily");
    expect(nearestScenario("html").name).toBe("html-200");
  });
});
