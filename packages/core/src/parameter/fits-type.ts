import type { ParameterSpec, ParameterType } from "./parameter-spec.ts";
import { isWireObject } from "../chat/wire-value.ts";

/** Whether a parameter takes this value. */
export function fitsParameter(
  { type, nullable }: Pick<ParameterSpec, "type" | "nullable">,
  value: unknown,
): boolean {
  return value === null ? nullable === true : fitsType(type, value);
}

function fitsType(type: ParameterType, value: unknown): boolean {
  switch (type.kind) {
    case "number":
      return isNumber(value) && within(type, value);
    case "integer":
      return Number.isSafeInteger(value) && isNumber(value) && within(type, value);
    case "boolean":
      return typeof value === "boolean";
    case "text":
      return isText(value, type.choices) && value.length <= (type.maxLength ?? Infinity);
    case "texts":
      return fitsTexts(type, value);
    case "numbers":
      return (
        isWireObject(value) &&
        Object.values(value).every((each) => isNumber(each) && within(type, each))
      );
    case "json":
      if (typeof value === "string") return type.words?.includes(value) === true;
      return type.shape === "list" ? Array.isArray(value) : isWireObject(value);
  }
}

function fitsTexts(type: Extract<ParameterType, { kind: "texts" }>, value: unknown): boolean {
  if (typeof value === "string") return type.orText === true && isText(value, type.choices);
  return (
    Array.isArray(value) &&
    value.length <= (type.max ?? Infinity) &&
    value.every((each) => isText(each, type.choices))
  );
}

function isText(value: unknown, choices?: readonly string[]): value is string {
  return typeof value === "string" && value !== "" && (!choices || choices.includes(value));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function within(
  { min = -Infinity, max = Infinity, exclusiveMin = false }: Range,
  value: number,
): boolean {
  return value <= max && (exclusiveMin ? value > min : value >= min);
}

interface Range {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
}
