/** The inside of the first fenced code block of a text (``` or ~~~), or undefined when it has none. */
export function firstCodeBlock(text: string): string | undefined {
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const fence = /^( {0,3})(`{3,}|~{3,})([^`]*)$/.exec(line);
    if (!fence) continue;
    const [, indent = "", marks = ""] = fence;
    const closing = new RegExp(`^ {0,3}${marks[0] === "~" ? "~" : "`"}{${marks.length},}[ \\t]*$`);
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => closing.test(each));
    // An answer that was cut may leave its block open: what there is of it is the block.
    const body = end < 0 ? rest : rest.slice(0, end);
    return body.map((each) => unindent(each, indent.length)).join("\n");
  }
  return undefined;
}

function unindent(line: string, width: number): string {
  const spaces = /^ */.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(spaces, width));
}
