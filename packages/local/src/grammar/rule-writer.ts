import type { UnenforcedKeywords } from "./unenforced-keywords.ts";

/** Writes schemas as rules of a grammar. `at` is where a schema stands, for messages. */
export interface RuleWriter {
  readonly unenforced: UnenforcedKeywords;
  /** The right-hand side for a schema. */
  rule(schema: unknown, at: string): string;
  /** A schema as a rule of its own, so that long ones are not repeated. */
  named(schema: unknown, at: string): string;
}
