import type { Model } from "@colloquy/core";

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads a model list as servers give it: `{data: […]}`, `{models: […]}` or a bare list, of Model objects or
 * of names. An entry without an id is left out, every unknown field is kept; undefined for no list at all.
 */
export function readModels(body: unknown): readonly Model[] | undefined {
  const list = isFields(body) ? (body["data"] ?? body["models"]) : body;
  if (!Array.isArray(list)) return undefined;
  return list.map(readModel).filter((model) => model !== undefined);
}

function readModel(entry: unknown): Model | undefined {
  if (typeof entry === "string") return entry === "" ? undefined : { id: entry };
  if (!isFields(entry)) return undefined;
  const id = [entry["id"], entry["name"], entry["model"]].find(
    (word) => typeof word === "string" && word !== "",
  );
  return typeof id === "string" ? { ...entry, id } : undefined;
}
