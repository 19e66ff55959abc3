import type { ParameterSpec } from "./parameter-spec.ts";
import { engineRows } from "./rows/engine-rows.ts";
import { lengthRows } from "./rows/length-rows.ts";
import { otherRows } from "./rows/other-rows.ts";
import { outputRows } from "./rows/output-rows.ts";
import { penaltyRows } from "./rows/penalty-rows.ts";
import { reasoningRows } from "./rows/reasoning-rows.ts";
import { routingRows } from "./rows/routing-rows.ts";
import { samplingRows } from "./rows/sampling-rows.ts";
import { toolRows } from "./rows/tool-rows.ts";
import { transportRows } from "./rows/transport-rows.ts";

/** Every request field that a chat completion knows, once. */
export const parameterTable: readonly ParameterSpec[] = [
  ...samplingRows,
  ...lengthRows,
  ...penaltyRows,
  ...outputRows,
  ...toolRows,
  ...reasoningRows,
  ...routingRows,
  ...engineRows,
  ...otherRows,
  ...transportRows,
];

let byName: ReadonlyMap<string, ParameterSpec> | undefined;

/** The row of a parameter by the wire's word; undefined for one the table does not know. */
export function parameterSpec(name: string): ParameterSpec | undefined {
  byName ??= new Map(parameterTable.map((spec) => [spec.name, spec]));
  return byName.get(name);
}
