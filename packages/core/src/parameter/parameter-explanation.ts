import { describeValue } from "./describe-type.ts";
import type { ParameterSpec } from "./parameter-spec.ts";

/** The row as a page of about ten lines, the last a command to try. */
export function parameterExplanation(spec: ParameterSpec): readonly string[] {
  return [
    `${spec.name} · request parameter (${spec.group})`,
    `Value: ${describeValue(spec)}${spec.instead ? `; set with ${spec.instead}` : ""}.`,
    spec.does,
    `Unset: ${spec.unset}`,
    spec.honoured_by.length > 0
      ? `Honoured by: ${spec.honoured_by.join(", ")}.`
      : "Honoured by: nobody any more.",
    ...spec.notes.map((note) => `  - ${note}`),
    `Try: ${spec.command}`,
  ];
}
