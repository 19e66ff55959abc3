import { CONCEPT_LINES } from "./concept-table.ts";
import { stemWord } from "./stem-word.ts";

/** Concepts by stem: those a stem belongs to, and those it asks for. Concept names start with "#". */
interface ConceptLookup {
  belonging: ReadonlyMap<string, readonly string[]>;
  asking: ReadonlyMap<string, readonly string[]>;
}

let built: ConceptLookup | undefined;

/** Made when first asked for: most turns send everything and look nothing up. */
function lookup(): ConceptLookup {
  return (built ??= buildLookup());
}

/** The kinds of things that a stem belongs to; none for most. */
export function conceptsOf(stem: string): readonly string[] {
  return lookup().belonging.get(stem) ?? [];
}

/** The kinds that a stem in a question asks for. */
export function conceptsAsked(stem: string): readonly string[] {
  return lookup().asking.get(stem) ?? [];
}

function buildLookup(): ConceptLookup {
  const belonging = new Map<string, string[]>();
  const asking = new Map<string, string[]>();
  for (const line of CONCEPT_LINES) {
    const [heads = "", members = ""] = line.split(":");
    const names = heads.trim().split(/\s+/);
    const concept = `#${names[0] ?? ""}`;
    for (const name of names) note(asking, name, concept);
    for (const word of [...names, ...members.trim().split(/\s+/)]) note(belonging, word, concept);
  }
  return { belonging, asking };
}

function note(into: Map<string, string[]>, word: string, concept: string): void {
  const stem = stemWord(word);
  const list = into.get(stem) ?? [];
  if (!list.includes(concept)) list.push(concept);
  into.set(stem, list);
}
