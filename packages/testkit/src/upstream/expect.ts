import type { Expectation, Scenario } from "./scenario.ts";

type Claims = Partial<Omit<Expectation, "state" | "exit_code">>;

/** The answer is whole. */
export function complete(claims: Claims = {}): Expectation {
  return { state: "complete", exit_code: 0, ...claims };
}

/** Something arrived, then it broke off. A second request could say it twice, so there is only one. */
export function interrupted(claims: Claims = {}): Expectation {
  return { state: "interrupted", exit_code: 1, requests: 1, ...claims };
}

/** Nothing of an answer arrived. */
export function failed(claims: Claims = {}): Expectation {
  return { state: "failed", exit_code: 1, ...claims };
}

/** The same whether the answer is streamed or not. */
export function both(expectation: Expectation): Scenario["expect"] {
  return { stream: expectation, whole: expectation };
}
