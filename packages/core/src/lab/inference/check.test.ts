import { describe, expect, it } from "vitest";
import { checkExitCode, checkRate, parseCheck, samplesToDecide, samplesToPass } from "./check.ts";

const check = parseCheck("valid_rate >= .95");
const result = (value: number, n: number, given = check) =>
  checkRate(given, { cell_id: "c", value, n });

describe("checks", () => {
  it("reads a metric, a direction and a number", () => {
    expect(check).toEqual({ metric: "valid_rate", operator: ">=", value: 0.95 });
    expect(parseCheck("truncated_rate <= 5%").value).toBeCloseTo(0.05, 12);
    expect(parseCheck("contains_rate<=1e-2")).toMatchObject({ operator: "<=", value: 0.01 });
    for (const wrong of ["valid_rate", "valid_rate > .9", ">= .9", "valid_rate >= many"]) {
      expect(() => parseCheck(wrong)).toThrow(/not a check/);
    }
  });

  it("passes, fails or stays open by the one-sided bound", () => {
    expect(result(1, 52).result).toBe("passed");
    expect(result(1, 51).result).toBe("undecided");
    expect(result(0.5, 20).result).toBe("failed");
    expect(result(0.96, 50)).toMatchObject({ result: "undecided" });
    const cap = parseCheck("truncated_rate <= .05");
    expect(result(0, 52, cap).result).toBe("passed");
    expect(result(0.5, 20, cap).result).toBe("failed");
  });

  it("says how many samples it would take, and those are just enough", () => {
    const needed = result(0.97, 50).n_needed ?? 0;
    expect(result(0.97, needed).result).toBe("passed");
    expect(result(0.97, needed - 1).result).toBe("undecided");
    expect(samplesToDecide(check, 0.95)).toBeNull();
  });

  it("knows from how many samples on a perfect result passes", () => {
    expect(samplesToPass(check)).toBe(52);
    expect(samplesToPass(parseCheck("valid_rate >= 1"))).toBeNull();
    expect(samplesToPass(parseCheck("valid_rate >= 1.2"))).toBeNull();
    expect(samplesToPass(parseCheck("truncated_rate <= .1"))).toBe(25);
  });

  it("exit codes: failed before undecided before passed", () => {
    expect(checkExitCode([result(1, 60)])).toBe(0);
    expect(checkExitCode([result(1, 60), result(0.96, 50)])).toBe(101);
    expect(checkExitCode([result(0.96, 50), result(0.1, 50)])).toBe(100);
  });
});
