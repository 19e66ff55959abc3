import { enumeration } from "./enumeration.ts";
import type { Schema } from "./schema-document.ts";
import type { UnenforcedKeywords } from "./unenforced-keywords.ts";

/** Ranges of whole numbers up to this size are spelled out. */
const SPELLED_OUT = 256;

/** The right-hand side for a number, which may be any or has to be whole. */
export function numberRule(schema: Schema, at: string, unenforced: UnenforcedKeywords): string {
  if (schema["type"] === "integer") return integerRule(schema, at, unenforced);
  const kept = schema["minimum"] === 0;
  unenforced.leftOut(schema, kept ? ["type", "minimum"] : ["type"], at, "number");
  return kept ? "nonnegative" : "number";
}

function integerRule(schema: Schema, at: string, unenforced: UnenforcedKeywords): string {
  const least = tighter(Math.max, schema["minimum"], schema["exclusiveMinimum"]);
  const most = tighter(Math.min, schema["maximum"], schema["exclusiveMaximum"]);
  const lower = ["type", "minimum", "exclusiveMinimum"];
  if (least !== undefined && most !== undefined && most - least < SPELLED_OUT) {
    unenforced.leftOut(schema, [...lower, "maximum", "exclusiveMaximum"], at, "number");
    const count = Math.max(0, most - least + 1);
    return enumeration(
      Array.from({ length: count }, (_, index) => least + index),
      at,
    );
  }
  const rule = least === 0 ? "natural" : least === 1 ? "positive" : "integer";
  unenforced.leftOut(schema, rule === "integer" ? ["type"] : lower, at, "number");
  return rule;
}

/** The whole number that two bounds, the second itself excluded, leave as the last one; undefined for no bound. */
function tighter(pick: typeof Math.max, included: unknown, excluded: unknown): number | undefined {
  const inwards = pick === Math.max ? 1 : -1;
  const round = pick === Math.max ? Math.ceil : Math.floor;
  const bounds = [
    ...(typeof included === "number" ? [round(included)] : []),
    ...(typeof excluded === "number"
      ? [Number.isInteger(excluded) ? excluded + inwards : round(excluded)]
      : []),
  ];
  return bounds.length > 0 ? pick(...bounds) : undefined;
}
