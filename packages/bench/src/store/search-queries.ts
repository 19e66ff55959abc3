import type { Writer } from "./random-text.ts";

/** What people type, by kind, `each` of every kind: common and rare words, several, phrases, beginnings. */
export function searchQueries(
  writer: Writer,
  { random, each }: { random: () => number; each: number },
): Readonly<Record<string, readonly string[]>> {
  const common = () => writer.wordAt(Math.floor(random() * 50));
  const rare = () => writer.wordAt(2_000 + Math.floor(random() * 20_000));
  const many = (make: () => string) => Array.from({ length: each }, make);
  return {
    "a common word": many(() => `${common()} `),
    "a rare word": many(() => `${rare()} `),
    "a word being typed": many(() => rare().slice(0, 3)),
    "three words": many(() => `${writer.text(3)} `),
    "common and rare": many(() => `${common()} ${rare()} `),
    "a phrase": many(() => `"${common()} ${common()}"`),
  };
}
