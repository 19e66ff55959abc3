import type { CommandContext } from "../context.ts";
import type { ListedModel } from "./listed-model.ts";
import { isFree } from "./price-words.ts";
import { pulledModels } from "./pulled-models.ts";

/** Which models are wanted. */
export interface ModelFilter {
  /** All of these must stand in id, name or description. */
  words: readonly string[];
  free: boolean;
  /** All of these must be among its supported parameters. */
  takes: readonly string[];
}

/** The models that run here: those that come along, and files fetched from the hub. */
export async function insideModels({
  paths,
}: Pick<CommandContext, "paths">): Promise<readonly ListedModel[]> {
  const { localCatalog } = await import("@colloquy/local");
  const listed = await localCatalog().list();
  const coming = listed.map((dated) => ({ ...dated, name: dated.model.id, server: "inside" }));
  return [...coming, ...(await pulledModels(paths.modelsFolder))];
}

/** The models of a server, in its own order. */
export async function serverModels(
  context: CommandContext,
  { server, refresh }: { server: string; refresh: boolean },
): Promise<readonly ListedModel[]> {
  const catalog = await context.catalog(server);
  const listed = await catalog.list({ refresh, signal: context.signal });
  return listed.map((dated) => ({ ...dated, server, name: askedAs(server, dated.model.id) }));
}

/** OpenRouter's ids are names by themselves; all others need their server before them. */
export function askedAs(server: string, id: string): string {
  return server === "openrouter" && id.includes("/") ? id : `${server}:${id}`;
}

export function matches(listed: ListedModel, { words, free, takes }: ModelFilter): boolean {
  const { id, name = "", description = "", supported_parameters = [] } = listed.model;
  const text = `${id} ${name} ${description}`.toLowerCase();
  return (
    words.every((word) => text.includes(word.toLowerCase())) &&
    (!free || isFree(listed)) &&
    takes.every((parameter) => supported_parameters.includes(parameter))
  );
}
