/** A command line as far as it is plain words; `plain` is false where only a shell can run it. */
export interface ShellLine {
  words: readonly string[];
  plain: boolean;
}

/** Splits a line into words as a shell does: quotes, backslashes, a comment at the end. */
export function shellWords(line: string): ShellLine {
  const words: string[] = [];
  let word: string | undefined;
  let plain = true;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? "";
    const quoted = character === "'" || character === '"' ? quotedPart(line, index) : undefined;
    if (quoted) {
      word = (word ?? "") + quoted.text;
      index = quoted.end;
      if (quoted.expands) plain = false;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "#" && word === undefined) break;
    else if (character === "\\") word = (word ?? "") + (line[++index] ?? "");
    else {
      if ("|<>&;$`*?()~".includes(character)) plain = false;
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return { words, plain };
}

interface QuotedPart {
  text: string;
  /** Where the closing quote is. */
  end: number;
  /** Whether a shell would put something else in. */
  expands: boolean;
}

function quotedPart(line: string, start: number): QuotedPart {
  const quote = line[start];
  let text = "";
  for (let index = start + 1; index < line.length; index++) {
    const character = line[index] ?? "";
    if (character === quote)
      return { text, end: index, expands: quote === '"' && /[$`]/.test(text) };
    const next = line[index + 1] ?? "";
    if (quote === '"' && character === "\\" && '"\\$`'.includes(next)) text += line[++index] ?? "";
    else text += character;
  }
  throw new Error(`a quote is not closed in: ${line}`);
}
