/**
 * Puts fields onto an object in place. A name that would change the object itself becomes a field like any
 * other: what a server calls its fields is not ours to choose.
 */
export function putFields(
  target: Record<string, unknown>,
  fields: Iterable<readonly [string, unknown]>,
): void {
  for (const [key, value] of fields) {
    if (key !== "__proto__") target[key] = value;
    else
      Object.defineProperty(target, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
}
