import { InvalidInputError } from "@colloquy/core";

/** What was typed for one command: its words and its options by long name, camelCase. */
export interface CommandInput {
  readonly words: readonly string[];
  /** The value of an option that takes one. */
  text: (option: string) => string | undefined;
  /** Whether a switch is on. `flag("stream")` is false after `--no-stream`. */
  flag: (option: string) => boolean;
  /** Every value of an option that may be repeated. */
  list: (option: string) => readonly string[];
  /** A whole number ≥ 0; refused with the field's name when it is not one. */
  count: (option: string) => number | undefined;
}

/** Reads options as commander leaves them. */
export function commandInput(
  words: readonly string[],
  options: Readonly<Record<string, unknown>>,
): CommandInput {
  return {
    words,
    text: (option) => {
      const value = options[option];
      return typeof value === "string" ? value : undefined;
    },
    flag: (option) => options[option] === true,
    list: (option) => {
      const value = options[option];
      return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
    },
    count: (option) => readCount(option, options[option]),
  };
}

function readCount(option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const count = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new InvalidInputError({
    message: `--${kebab(option)} takes a whole number, not ${JSON.stringify(value)}`,
    remedy: `Give a count, for example --${kebab(option)} 10.`,
    details: { field: option, given: value, allowed: "a whole number ≥ 0" },
  });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
