import { describe, expect, it } from "vitest";
import { randomFrom } from "../../sampling/random.ts";
import { entropyTurningPoint } from "./entropy-turning-point.ts";

const temperatures = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6];
/** Log-entropy (T − turn)³ + T: concave before the turn, convex after it. */
const curves = (turn: number, prompts: number, noise: number) => {
  const random = randomFrom(6);
  return Array.from({ length: prompts }, () => {
    const level = Math.exp(0.5 * random.normal());
    return temperatures.map((t) => level * Math.exp((t - turn) ** 3 + t + noise * random.normal()));
  });
};

describe("the entropy turning point", () => {
  it("is found where the curve was made to turn, with an interval around it", () => {
    const point = entropyTurningPoint(temperatures, curves(1, 30, 0.005));
    expect(point.found).toBe(true);
    if (!point.found) return;
    expect(point.temperature).toBeGreaterThan(0.9);
    expect(point.temperature).toBeLessThan(1.1);
    expect(point.interval[0]).toBeLessThanOrEqual(1.02);
    expect(point.interval[1]).toBeGreaterThanOrEqual(0.98);
  });

  it("is not found on a curve that is convex all along, nor in noise, nor with few prompts", () => {
    expect(entropyTurningPoint(temperatures, curves(-3, 30, 0))).toMatchObject({ found: false });
    expect(entropyTurningPoint(temperatures, curves(4, 30, 0))).toMatchObject({ found: false });
    expect(entropyTurningPoint(temperatures, curves(1, 19, 0))).toMatchObject({
      reason: "19 prompts, it takes 20",
    });
  });

  it("refuses a grid with temperature 0 or too few points", () => {
    expect(() => entropyTurningPoint([0, 0.5, 1, 1.5, 2, 2.5], [])).toThrow(/above 0/);
    expect(() => entropyTurningPoint([0.5, 1], [])).toThrow(/at least 6/);
  });
});
