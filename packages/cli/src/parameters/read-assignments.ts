import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  InvalidInputError,
  readParameterValue,
  requireParameters,
  type Parameters,
} from "@colloquy/core";

interface ReadOptions {
  /** Where relative paths of `@FILE` start. */
  cwd: string;
  /** Takes what the table of parameters does not know or would refuse. */
  force: boolean;
}

/** What `-o` asks for: parameters to set, and names to take away. */
export interface Assignments {
  set: Parameters;
  unset: readonly string[];
}

/**
 * Reads `KEY=VALUE` by the parameter's type, `KEY=unset`, and `KEY=@FILE` for a value out of a file. The
 * last word on a key counts. Throws `InvalidInputError` with the range or the nearest name.
 */
export async function readAssignments(
  assignments: readonly string[],
  { cwd, force }: ReadOptions,
): Promise<Assignments> {
  const set = new Map<string, unknown>();
  const unset = new Set<string>();
  for (const assignment of assignments) {
    const [key, text] = split(assignment);
    set.delete(key);
    unset.delete(key);
    if (text === "unset") unset.add(key);
    else set.set(key, readParameterValue(key, await valueText(key, text, cwd), { force }));
  }
  const parameters = Object.fromEntries(set);
  requireParameters(parameters, { force });
  return { set: parameters, unset: [...unset] };
}

function split(assignment: string): [key: string, text: string] {
  const at = assignment.indexOf("=");
  const key = assignment.slice(0, Math.max(at, 0)).trim();
  if (key !== "") return [key, assignment.slice(at + 1)];
  throw new InvalidInputError({
    message: `-o ${assignment}: a value is missing`,
    code: "missing_value",
    remedy: "For example -o temperature 0.2, -o temperature=0.2, or -o temperature=unset.",
    details: { field: "option", given: assignment, allowed: "KEY VALUE or KEY=VALUE" },
  });
}

async function valueText(key: string, text: string, cwd: string): Promise<string> {
  if (!text.startsWith("@")) return text;
  const file = path.resolve(cwd, text.slice(1));
  try {
    return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new InvalidInputError(
      {
        message: `-o ${key}=${text}: cannot read ${file}`,
        code: "unreadable_file",
        remedy:
          "Give a file that is there; a value that begins with @ goes into a file of its own.",
        details: { field: key, given: text },
      },
      { cause },
    );
  }
}
