import { expect } from "vitest";
import { checkScenarios } from "../check-scenarios.ts";
import { usage } from "../wire/answer.ts";
import { usageScenarios } from "./usage.ts";

const counted = (events: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
  events.filter((event) => "usage" in event).map((event) => event["usage"]);

checkScenarios(usageScenarios, {
  "usage-empty-choices": ({ stream }) =>
    expect(stream.events.at(-1)).toMatchObject({ choices: [], usage }),
  "usage-no-choices"({ stream }) {
    expect(stream.events.at(-1)).toMatchObject({ usage });
    expect(stream.events.at(-1)).not.toHaveProperty("choices");
  },
  "usage-repeated": ({ stream }) =>
    expect(counted(stream.events)).toMatchObject([
      { completion_tokens: 9 },
      { completion_tokens: 10 },
    ]),
  "usage-nowhere"({ stream, whole }) {
    for (const seen of [stream, whole]) expect(seen.text).not.toContain('"usage"');
  },
  "usage-null"({ stream, whole }) {
    expect(stream.events.every((event) => event["usage"] === null)).toBe(true);
    expect(whole.json).toHaveProperty("usage", null);
  },
  "usage-on-each": ({ stream }) => expect(counted(stream.events).length).toBeGreaterThan(5),
  "usage-finish-null"({ stream }) {
    expect(stream.finishes).toEqual(["stop"]);
    expect(stream.events.at(-1)).toMatchObject({ usage, choices: [{ finish_reason: null }] });
  },
  "usage-details-null"({ stream, whole }) {
    for (const last of [stream.events.at(-1), whole.json]) {
      expect(last).toHaveProperty("usage.prompt_tokens_details", null);
      expect(last).not.toHaveProperty("usage.cost");
    }
  },
  "usage-zero"({ stream, whole }) {
    for (const last of [stream.events.at(-1), whole.json])
      expect(last).toMatchObject({ usage: { total_tokens: 0, cost: 0 } });
  },
});
