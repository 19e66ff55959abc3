import type { Screen } from "./screen.ts";

/** The one JSON object of `--json`, on a line of its own. */
export function printJson({ print }: Pick<Screen, "print">, value: object): void {
  print(`${JSON.stringify(value)}\n`);
}
