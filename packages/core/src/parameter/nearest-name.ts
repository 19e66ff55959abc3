/**
 * The name that takes the fewest changes to become `word` (letters changed, added, left out or swapped
 * with their neighbour), or that begins with it; undefined when none is near enough to be meant.
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  const given = word.toLowerCase();
  const limit = Math.max(2, Math.floor(given.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    const distance = editDistance(given, name.toLowerCase());
    if (distance < least && distance < given.length) [best, least] = [name, distance];
  }
  return best ?? beginningWith(given, names);
}

function beginningWith(given: string, names: Iterable<string>): string | undefined {
  if (given.length < 3) return undefined;
  for (const name of names) if (name.toLowerCase().startsWith(given)) return name;
  return undefined;
}

/** Optimal string alignment, a row of its table at a time. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          at(last, column) + 1,
          at(line, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, line];
  }
  return at(last, other.length);
}

function at(line: readonly number[], column: number): number {
  return line[column] ?? Infinity;
}
