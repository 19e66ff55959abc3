import type { Command, CommandEntry } from "../command.ts";
import { editDistance } from "./nearest.ts";

/** What the first words say: a command and the rest, or a word that looks like a mistyped one. */
export type Found =
  | { type: "command"; entry: CommandEntry; rest: readonly string[] }
  | { type: "mistyped"; word: string; meant: string };

/**
 * Finds the command that `argv` names; without a name it is `ask`. One bare word within two changes of a
 * command's name is not sent to a model; a word as short as the distance is no near miss.
 */
export function findCommand(argv: readonly string[], entries: readonly CommandEntry[]): Found {
  const [first, ...rest] = argv;
  const ask = named("ask", entries);
  if (first === undefined || first.startsWith("-"))
    return { type: "command", entry: ask, rest: argv };
  const entry = entries.find(({ name, aliases }) => name === first || aliases?.includes(first));
  if (entry) return { type: "command", entry, rest };
  const meant = isBareWord(first, rest) ? nearMiss(first, namesOf(entries)) : undefined;
  return meant
    ? { type: "mistyped", word: first, meant }
    : { type: "command", entry: ask, rest: argv };
}

/** The subcommand that the words after a command name, or its fallback, or undefined for itself. */
export function findSubcommand(command: Command, argv: readonly string[]): Found | undefined {
  const entries = command.subcommands;
  if (!entries) return undefined;
  const [first, ...rest] = argv;
  const entry = entries.find(
    ({ name, aliases }) => name === first || aliases?.includes(first ?? ""),
  );
  if (entry) return { type: "command", entry, rest };
  if (first === "-h" || first === "--help" || !command.fallback) return undefined;
  if (first !== undefined && !first.startsWith("-")) {
    const meant = nearMiss(first, namesOf(entries));
    if (meant)
      return {
        type: "mistyped",
        word: `${command.name} ${first}`,
        meant: `${command.name} ${meant}`,
      };
  }
  return { type: "command", entry: named(command.fallback, entries), rest: argv };
}

function isBareWord(word: string, rest: readonly string[]): boolean {
  return (
    /^[\p{L}-]+$/u.test(word) && rest.every((other) => other.startsWith("-") && other !== "--")
  );
}

function nearMiss(word: string, names: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(lower, name);
    if (distance <= 2 && distance < word.length && distance < (best?.distance ?? 3))
      best = { name, distance };
  }
  return best?.name;
}

function namesOf(entries: readonly CommandEntry[]): string[] {
  return entries.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
}

function named(name: string, entries: readonly CommandEntry[]): CommandEntry {
  const entry = entries.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no command ${name}`);
  return entry;
}
