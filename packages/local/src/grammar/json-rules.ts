/**
 * JSON itself as rules of llama.cpp's grammar notation. White space is bounded: a small model left free to
 * write any would go on writing it.
 */
export const jsonRules: Readonly<Record<string, string>> = {
  ws: String.raw`| " " | "\n" [ \t]{0,20}`,
  value: `object | array | string | number | "true" | "false" | "null"`,
  object: `"{" ws (member ("," ws member)*)? "}"`,
  member: `string ws ":" ws value ws`,
  array: `"[" ws (value ws ("," ws value ws)*)? "]"`,
  string: String.raw`"\"" char* "\""`,
  char: String.raw`[^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})`,
  integer: `"-"? natural`,
  natural: `"0" | [1-9] [0-9]{0,15}`,
  positive: `[1-9] [0-9]{0,15}`,
  number: `integer fraction`,
  nonnegative: `natural fraction`,
  fraction: `("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?`,
  date: `[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])`,
  time: `([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{3})? ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])`,
  uuid: `[0-9a-f]{8} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{12}`,
};

/** Rules as the text of a grammar; those of JSON that nothing refers to are left out. */
export function grammarText(root: string, rules: ReadonlyMap<string, string>): string {
  const lines = new Map<string, string>();
  const add = (name: string, body: string): void => {
    if (lines.has(name)) return;
    lines.set(name, `${name} ::= ${body}`);
    for (const [word] of withoutLiterals(body).matchAll(/[a-z][a-z0-9-]*/g)) {
      const used = rules.get(word) ?? jsonRules[word];
      if (used !== undefined) add(word, used);
    }
  };
  add("root", root);
  return `${[...lines.values()].join("\n")}\n`;
}

function withoutLiterals(body: string): string {
  return body.replace(/"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]/g, " ");
}

/** A text as a literal of the grammar. */
export function literal(text: string): string {
  return JSON.stringify(text);
}
