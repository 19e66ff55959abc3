import { InvalidInputError } from "@colloquy/core";
import type { CommandInput } from "../parse/command-input.ts";

/** An option in US dollars, at least 0. Throws `InvalidInputError`. */
export function readDollars(input: CommandInput, option: string): number | undefined {
  const text = input.text(option);
  if (text === undefined) return undefined;
  const value = Number(text.replace(/^\$/, ""));
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidInputError({
    message: `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is ${JSON.stringify(text)}, it must be US dollars`,
    remedy: "For example 0.50.",
    details: { field: option, given: text, allowed: "a number of at least 0" },
  });
}
