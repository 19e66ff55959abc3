const assignment = /^[A-Za-z_][\w.]*=/;

/**
 * Joins `-o KEY VALUE` to `-o KEY=VALUE` before commander sees it, so that a negative number is not read
 * as a flag. Nothing after `--` is touched.
 */
export function normaliseArgv(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--") return [...words, ...argv.slice(index)];
    words.push(word);
    if (word !== "-o" && word !== "--option") continue;
    const key = argv[++index];
    if (key === undefined) break;
    if (assignment.test(key)) {
      words.push(key);
      continue;
    }
    const value = argv[++index];
    words.push(value === undefined ? key : `${key}=${value}`);
  }
  return words;
}
