import { readParameterValue } from "../../parameter/read-parameter-value.ts";
import type { SweptValue } from "./design.ts";
import { invalidDesign } from "./invalid-design.ts";

/** Reads `temperature=0,.7,unset` or, for values with commas, `stop=["a","b"];["c"]`. */
export function parseSweep(text: string): { name: string; values: readonly SweptValue[] } {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  const list = text.slice(at + 1);
  const parts = list.split(list.includes(";") || /^\s*[[{"]/.test(list) ? ";" : ",");
  if (name === "" || parts.some((part) => part.trim() === "")) {
    throw invalidDesign("sweep", text, "NAME=VALUE,VALUE,…");
  }
  return {
    name,
    values: parts.map((part) =>
      part.trim() === "unset" ? null : readParameterValue(name, part.trim()),
    ),
  };
}
