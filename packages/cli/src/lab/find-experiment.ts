import { InvalidInputError, nearestName, type ExperimentSummary } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { shortId } from "../render/short-id.ts";

/** An experiment by id, the beginning of one, a name (the newest of that name) or `last`. */
export async function findExperiment(
  context: CommandContext,
  word: string | undefined,
): Promise<ExperimentSummary> {
  const store = (await context.store()).experiments;
  if (word === undefined || word === "last") {
    const [newest] = await store.list({ limit: 1 });
    if (newest) return newest;
    throw new InvalidInputError({
      message: "there is no experiment yet",
      code: "no_experiment",
      remedy:
        'For example: colloquy lab run "Write a haiku about rain." --sweep temperature=0,.7,1.5',
    });
  }
  const found = await store.find(word);
  const [first, ...others] = found;
  if (first && (others.length === 0 || first.id === word)) return first;
  const named = found.find(({ name }) => name === word);
  if (named) return named;
  throw first ? ambiguous(word, found) : unknown(word, await store.list());
}

function ambiguous(word: string, found: readonly ExperimentSummary[]): InvalidInputError {
  const ids = found.map(({ id }) => shortId(id));
  return new InvalidInputError({
    message: `${JSON.stringify(word)} begins the ids of ${found.length} experiments`,
    code: "ambiguous",
    remedy: `Give more of it: ${ids.join(", ")}.`,
    details: { field: "experiment", given: word, allowed: ids },
  });
}

function unknown(word: string, all: readonly ExperimentSummary[]): InvalidInputError {
  const names = all.flatMap(({ name }) => name ?? []);
  const near = nearestName(word, names);
  return new InvalidInputError({
    message: `no experiment ${JSON.stringify(word)}${near ? `; did you mean ${near}?` : ""}`,
    code: "no_experiment",
    remedy: "`colloquy lab list` shows ids and names; `last` is the newest.",
    details: { field: "experiment", given: word, ...(near && { nearest: near }) },
  });
}
