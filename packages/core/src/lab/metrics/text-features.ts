/** Words and single marks, lower case: what n-grams are made of. Any script. */
export function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** Runs of n consecutive words, joined by a space. */
export function ngrams(text: string, n: number): readonly string[] {
  const all = words(text);
  return all
    .slice(0, Math.max(0, all.length - n + 1))
    .map((_, start) => all.slice(start, start + n).join(" "));
}

/** The set of 3-word runs; a text of one or two words is its own only run. */
export function shingles(text: string): ReadonlySet<string> {
  const runs = ngrams(text, 3);
  return new Set(runs.length > 0 ? runs : [words(text).join(" ")]);
}

/** distinct-n of one text (Li et al. 2016): different n-grams over all n-grams; null when it has none. */
export function distinctShare(text: string, n: number): number | null {
  const runs = ngrams(text, n);
  return runs.length === 0 ? null : new Set(runs).size / runs.length;
}

/** seq-rep-n of one text (Welleck et al. 2020): 1 − different n-grams over all n-grams; 0 for a short text. */
export function repetitionShare(text: string, n: number): number {
  const distinct = distinctShare(text, n);
  return distinct === null ? 0 : 1 - distinct;
}

/** The text inside a Markdown code fence when the whole answer is one, else the text itself, trimmed. */
export function unfenced(text: string): string {
  const fenced = /^\s*```[^\n`]*\n([\s\S]*?)\n?```\s*$/.exec(text);
  return (fenced?.[1] ?? text).trim();
}

/** The code in an answer: its first code block, or the whole text where it has none. */
export function codeIn(text: string): string {
  const block = /^[ \t]*```[^\n`]*\n([\s\S]*?)(?:\n[ \t]*```|$(?![\s\S]))/m.exec(text);
  return (block?.[1] ?? text).trim();
}

/** The last number in a text, thousands separated by commas allowed; null when there is none. */
export function lastNumber(text: string): number | null {
  const found = text.match(/[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?(?=\D|$)/g);
  const numbers = (found ?? [])
    .filter((each) => /\d/.test(each))
    .map((each) => Number(each.replaceAll(",", "").replace("−", "-")))
    .filter((each) => Number.isFinite(each));
  return numbers.at(-1) ?? null;
}

/** Parses JSON, undefined when it is none. */
export function parsedJson(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(unfenced(text));
    return { value };
  } catch {
    return undefined;
  }
}
