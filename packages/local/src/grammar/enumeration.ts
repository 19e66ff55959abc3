import { literal } from "./json-rules.ts";
import { invalidSchema } from "./schema-document.ts";

/** One of some values. Throws when there are none. */
export function enumeration(values: readonly unknown[], at: string): string {
  if (values.length === 0) throw invalidSchema(at, "no value fits");
  return values.map((value) => literal(JSON.stringify(value))).join(" | ");
}
