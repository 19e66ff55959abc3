import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { playScenario, type Seen } from "./play-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { startUpstream, type Upstream } from "./start-upstream.ts";
import { fastSettings, type UpstreamSettings } from "./upstream-settings.ts";

/** Looks at what a scenario put on the wire, asked for a stream and for a whole body. */
export type Check = (seen: { stream: Seen; whole: Seen; upstream: Upstream }) => void;

/** Plays each scenario both ways over a plain socket. Every scenario has a check, and every check one. */
export function checkScenarios(
  scenarios: readonly Scenario[],
  checks: Readonly<Record<string, Check>>,
  settings: Partial<UpstreamSettings> = {},
): void {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream({ settings: { ...fastSettings, ...settings } });
  });
  afterAll(() => upstream.close());

  describe("what is on the wire", () => {
    it("is checked for every scenario", () => {
      expect(Object.keys(checks).toSorted()).toEqual(scenarios.map(({ name }) => name).toSorted());
    });

    it.each(scenarios)("$name", async (scenario) => {
      const stream = await playScenario(upstream, scenario, true);
      const whole = await playScenario(upstream, scenario, false);
      checks[scenario.name]?.({ stream, whole, upstream });
      expect(upstream.failures).toEqual([]);
      upstream.requests.length = 0;
    });
  });
}
