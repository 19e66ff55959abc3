import { literal } from "./json-rules.ts";
import type { RuleWriter } from "./rule-writer.ts";
import { listOf, schemaOf, type Schema } from "./schema-document.ts";

/** One member of an object, as it is written. */
interface Member {
  text: string;
  needed: boolean;
}

/** The right-hand side for an object. */
export function objectRule(writer: RuleWriter, schema: Schema, at: string): string {
  const understood = ["type", "properties", "required", "additionalProperties"];
  writer.unenforced.leftOut(schema, understood, at, "object");
  const members = membersOf(writer, schema, at);
  if (members.length === 0) return freeObject(writer, schema["additionalProperties"], at);
  return `"{" ws ${membersRule(members)} "}"`;
}

/** The members a schema describes, then those it only requires. */
function membersOf(writer: RuleWriter, schema: Schema, at: string): readonly Member[] {
  const required = new Set(listOf(schema["required"], "required", at));
  const properties = Object.entries(schemaOf(schema["properties"] ?? {}, at));
  // What nothing fits may still be left away.
  const possible = properties.filter(([key, value]) => value !== false || required.has(key));
  const described = possible.map(([key, value]) => ({
    text: `${literal(JSON.stringify(key))} ws ":" ws ${writer.named(value, `${at}/${key}`)} ws`,
    needed: required.has(key),
  }));
  const known = new Set(properties.map(([key]) => key));
  const undescribed = [...required].filter((key) => !known.has(String(key)));
  return [
    ...described,
    ...undescribed.map((key) => ({
      text: `${literal(JSON.stringify(String(key)))} ws ":" ws value ws`,
      needed: true,
    })),
  ];
}

/** An object whose keys the schema leaves open. */
function freeObject(writer: RuleWriter, additional: unknown, at: string): string {
  if (additional === false) return `"{" ws "}"`;
  const value = writer.named(additional ?? true, `${at}/*`);
  const member = `string ws ":" ws ${value} ws`;
  return `"{" ws (${member} ("," ws ${member})*)? "}"`;
}

/** Needed members in their order, then any of the others in theirs. */
function membersRule(members: readonly Member[]): string {
  const needed = members.filter(({ needed: must }) => must).map(({ text }) => text);
  const others = members.filter(({ needed: must }) => !must).map(({ text }) => text);
  const after = others.map((text) => `("," ws ${text})?`).join(" ");
  if (needed.length > 0) return `${needed.join(` "," ws `)} ${after}`;
  const first = others.map((text, index) => {
    const rest = others.slice(index + 1).map((other) => `("," ws ${other})?`);
    return [text, ...rest].join(" ");
  });
  return `(${first.join(" | ")})?`;
}
