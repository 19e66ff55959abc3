import { repetition } from "./repetition.ts";
import type { Schema } from "./schema-document.ts";
import type { UnenforcedKeywords } from "./unenforced-keywords.ts";

const formats = new Map([
  ["date", "date"],
  ["time", "time"],
  ["date-time", `date "T" time`],
  ["uuid", "uuid"],
]);

/** The right-hand side for a string. */
export function stringRule(schema: Schema, at: string, unenforced: UnenforcedKeywords): string {
  unenforced.leftOut(schema, ["type", "minLength", "maxLength", "format"], at, "string");
  const format = schema["format"];
  const known = typeof format === "string" ? formats.get(format) : undefined;
  if (known) return String.raw`"\"" ${known} "\""`;
  if (format !== undefined) unenforced.add(`${at}/format`);
  const least = Number(schema["minLength"] ?? 0);
  const most = schema["maxLength"] === undefined ? undefined : Number(schema["maxLength"]);
  if (least === 0 && most === undefined) return "string";
  return String.raw`"\"" char${repetition({ least, most }, at, unenforced)} "\""`;
}
