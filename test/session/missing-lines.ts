/**
 * Lines that a document promises and an output does not have, in order. `…` in a line stands for any
 * text; a line counts as there when an output line holds it.
 */
export function missingLines(output: string, promised: readonly string[]): readonly string[] {
  const lines = output.split("\n");
  let from = 0;
  return promised.filter((line) => {
    const wanted = line.trim();
    if (wanted === "" || wanted === "…") return false;
    const parts = wanted.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(parts.join(".*"));
    const found = lines.findIndex((each, index) => index >= from && pattern.test(each));
    if (found >= 0) from = found + 1;
    return found < 0;
  });
}
