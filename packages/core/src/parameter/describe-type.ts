import type { ParameterSpec, ParameterType } from "./parameter-spec.ts";

/** What a parameter takes, in words: `a number from 0 to 2`, `a whole number ≥ 1`. */
export function describeType(type: ParameterType): string {
  switch (type.kind) {
    case "number":
      return `a number${range(type)}`;
    case "integer":
      return `a whole number${range(type)}`;
    case "boolean":
      return "true or false";
    case "text":
      if (type.choices) return `one of ${type.choices.join(", ")}`;
      return type.maxLength ? `a text of up to ${type.maxLength} characters` : "a text";
    case "texts":
      return textsWords(type);
    case "numbers":
      return `a JSON object of numbers from ${number(type.min)} to ${number(type.max)}`;
    case "json":
      return [...(type.words ?? []), `a JSON ${type.shape}`]
        .join(", ")
        .replace(/, (?=a JSON)/, " or ");
  }
}

/** The same with null where the wire takes it. */
export function describeValue({
  type,
  nullable,
}: Pick<ParameterSpec, "type" | "nullable">): string {
  return `${describeType(type)}${nullable ? ", or null" : ""}`;
}

function textsWords({ choices, max, orText }: Extract<ParameterType, { kind: "texts" }>): string {
  const most = max === undefined ? "" : `up to ${max} `;
  const which = choices ? ` out of ${choices.join(", ")}` : "";
  return `${orText ? "a text or " : ""}a JSON list of ${most}texts${which}`;
}

function range({
  min,
  max,
  exclusiveMin,
}: {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
}): string {
  if (min === undefined && max === undefined) return "";
  if (min === undefined) return ` ≤ ${number(max)}`;
  if (max === undefined) return ` ${exclusiveMin ? ">" : "≥"} ${number(min)}`;
  return exclusiveMin
    ? ` above ${number(min)}, up to ${number(max)}`
    : ` from ${number(min)} to ${number(max)}`;
}

function number(value: number | undefined): string {
  return String(value).replace("-", "−");
}
