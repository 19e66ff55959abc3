import { repetition } from "./repetition.ts";
import type { RuleWriter } from "./rule-writer.ts";
import { invalidSchema, listOf, type Schema } from "./schema-document.ts";

/** The right-hand side for an array. */
export function arrayRule(writer: RuleWriter, schema: Schema, at: string): string {
  const understood = ["type", "items", "prefixItems", "minItems", "maxItems"];
  writer.unenforced.leftOut(schema, understood, at, "array");
  const maxItems = schema["maxItems"] === undefined ? undefined : Number(schema["maxItems"]);
  const first = listOf(schema["prefixItems"], "prefixItems", at)
    .slice(0, maxItems)
    .map((item, index) => `${writer.named(item, `${at}/${index}`)} ws`);
  const least = Math.max(0, Number(schema["minItems"] ?? 0) - first.length);
  const most = maxItems === undefined ? undefined : maxItems - first.length;
  if (schema["items"] === false && least > 0)
    throw invalidSchema(at, "minItems asks for more than the items there may be");
  // Where the schema leaves open what follows the first items, only as many follow as must.
  const open = schema["items"] !== false && (first.length === 0 || "items" in schema || least > 0);
  const item = open ? `${writer.named(schema["items"] ?? true, `${at}/items`)} ws` : undefined;
  const lead = first.join(` "," ws `);
  if (item === undefined || most === 0) return `"[" ws ${lead} "]"`;
  if (lead)
    return `"[" ws ${lead} ("," ws ${item})${repetition({ least, most }, at, writer.unenforced)} "]"`;
  const rest = repetition(
    { least: Math.max(0, least - 1), most: most === undefined ? undefined : most - 1 },
    at,
    writer.unenforced,
  );
  const some = `${item} ("," ws ${item})${rest}`;
  return `"[" ws ${least > 0 ? some : `(${some})?`} "]"`;
}
