import { InvalidInputError, nearestName } from "@colloquy/core";

/** The models that are inside without a file of the user's. */
export const embeddedModels: readonly string[] = ["smollm2-135m"];

/** Where a model is to be found: in this process, or with a server under the name it has there. */
export type ModelPlace =
  | { where: "inside"; embedded: string }
  | { where: "file"; file: string }
  | { where: "hub"; address: string }
  | { where: "server"; server: string; model: string };

/**
 * Reads a model's name. In this order: ends in `.gguf` → file or `hf:`; the text before the first `:` is a
 * known server → that; contains `/` → OpenRouter, unless a `:` stands before it: that is a server nobody
 * knows, and what was meant for it goes nowhere else; an embedded name; else refused with the nearest.
 * Throws `InvalidInputError`.
 */
export function readModelName(name: string, servers: readonly string[]): ModelPlace {
  if (/\.gguf$/i.test(name))
    return name.startsWith("hf:") ? { where: "hub", address: name } : { where: "file", file: name };
  const colon = name.indexOf(":");
  const prefix = name.slice(0, Math.max(colon, 0));
  const rest = name.slice(colon + 1);
  if (colon > 0 && servers.includes(prefix)) {
    if (rest === "") throw unknownModel(name, `${prefix}:MODEL`, "it names a server and no model");
    return { where: "server", server: prefix, model: rest };
  }
  if (prefix === "hf") throw unknownModel(name, undefined, "an hf: address ends in .gguf");
  if (colon > 0 && !prefix.includes("/")) {
    const near = withServer(nearestName(prefix, servers), rest);
    throw unknownModel(name, near, `no server ${JSON.stringify(prefix)}`);
  }
  if (name.includes("/")) return { where: "server", server: "openrouter", model: name };
  if (embeddedModels.includes(name)) return { where: "inside", embedded: name };
  throw unknownModel(name, nearestName(name, embeddedModels));
}

/** Whether a model of this name runs in this process, whatever servers there are. */
export function isInside(name: string): boolean {
  return /\.gguf$/i.test(name) || embeddedModels.includes(name);
}

function withServer(server: string | undefined, model: string): string | undefined {
  return server === undefined ? undefined : `${server}:${model}`;
}

function unknownModel(name: string, near?: string, why = "no such model"): InvalidInputError {
  return new InvalidInputError({
    message: `model ${JSON.stringify(name)}: ${why}${near ? `; did you mean ${near}?` : ""}`,
    code: "unknown_model",
    remedy:
      "Name it smollm2-135m (inside), ./file.gguf, hf:user/repo/file.gguf, author/slug (OpenRouter) or SERVER:model.",
    details: { field: "model", given: name, ...(near && { nearest: near }) },
  });
}
