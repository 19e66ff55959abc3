/** One thing that was looked at. `broken` makes the command fail; `warning` does not. */
export interface Check {
  name: string;
  state: "ok" | "warning" | "broken";
  /** What was found, in a line. */
  found: string;
  /** What to do about it; null when there is nothing to do. */
  remedy: string | null;
}

export function ok(name: string, found: string): Check {
  return { name, state: "ok", found, remedy: null };
}

export function warning(name: string, found: string, remedy: string): Check {
  return { name, state: "warning", found, remedy };
}

export function broken(name: string, found: string, remedy: string): Check {
  return { name, state: "broken", found, remedy };
}
