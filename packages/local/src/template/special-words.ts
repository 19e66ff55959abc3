import type { LlamaModel } from "node-llama-cpp";

/** A piece of a template's own text: a control token, or text between two of them. */
export type TemplatePiece =
  { kind: "token"; id: number; end: boolean } | { kind: "text"; text: string };

/** Cuts text at the words that are control tokens of the model's vocabulary. */
export type SpecialWords = (text: string) => TemplatePiece[];

/** Finds the control tokens of a vocabulary by their spelling. */
export function specialWords(model: LlamaModel): SpecialWords {
  const ids = new Map<string, number>();
  const ends = new Set<number>();
  for (const token of model.iterateAllTokens()) {
    if (!model.getTokenAttributes(token).control) continue;
    const word = model.detokenize([token], true);
    if (word === "") continue;
    ids.set(word, token);
    if (model.isEogToken(token)) ends.add(token);
  }
  if (ids.size === 0) return (text) => (text === "" ? [] : [{ kind: "text", text }]);
  const longestFirst = [...ids.keys()].toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(
    `(${longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)).join("|")})`,
    "u",
  );
  return (text) =>
    text
      .split(pattern)
      .filter((piece) => piece !== "")
      .map((piece) => {
        const id = ids.get(piece);
        return id === undefined
          ? { kind: "text", text: piece }
          : { kind: "token", id, end: ends.has(id) };
      });
}
