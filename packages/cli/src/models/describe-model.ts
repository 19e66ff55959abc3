import { InvalidInputError, nearestName, type DatedModel } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { allServers } from "../server/known-servers.ts";
import { readModelName, type ModelPlace } from "../server/model-name.ts";

/** A model with where it is and what is known of it. */
export interface DescribedModel {
  /** `inside`, or the server's name. */
  server: string;
  dated: DatedModel;
}

/** Where a model's name points. Throws `InvalidInputError` for one that names nothing. */
export function placeOf({ config }: Pick<CommandContext, "config">, name: string): ModelPlace {
  return readModelName(
    name,
    allServers(config.file).map((server) => server.name),
  );
}

/**
 * What is known of a model: by the list of its server, or by its card when it comes along. Throws
 * `InvalidInputError` for one that is not listed, with the nearest that is.
 */
export async function describeModel(
  context: CommandContext,
  name: string,
): Promise<DescribedModel> {
  const place = placeOf(context, name);
  if (place.where === "server") return describeRemote(context, place);
  const { localCatalog } = await import("@colloquy/local");
  const dated = place.where === "inside" ? await localCatalog().get(place.embedded) : undefined;
  if (dated) return { server: "inside", dated };
  throw new InvalidInputError({
    message: `${name}: a file of your own, of which no list tells anything`,
    code: "not_listed",
    remedy: `Ask it: colloquy -m ${name} "…"; --json shows what it used.`,
    details: { field: "model", given: name },
  });
}

async function describeRemote(
  context: CommandContext,
  { server, model }: Extract<ModelPlace, { where: "server" }>,
): Promise<DescribedModel> {
  const catalog = await context.catalog(server);
  const { signal } = context;
  const dated = await catalog.get(model, { signal });
  if (dated) return { server, dated };
  const ids = (await catalog.list({ signal })).map((each) => each.model.id);
  const nearest = nearestName(model, ids);
  throw new InvalidInputError({
    message: `${server} lists no model ${JSON.stringify(model)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_model",
    remedy: "`colloquy models list TEXT` searches; --refresh fetches the list again.",
    details: { field: "model", given: model, ...(nearest && { nearest }) },
  });
}
