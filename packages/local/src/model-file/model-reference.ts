import path from "node:path";
import { InvalidInputError } from "@colloquy/core";
import { embeddedModels, type EmbeddedModel } from "./embedded-models.ts";

/** What a local model's name stands for. */
export type ModelReference =
  | { kind: "embedded"; model: EmbeddedModel }
  | { kind: "file"; path: string }
  | { kind: "hub"; repository: string; file: string }
  | { kind: "url"; url: string };

const hubPattern = /^hf:([^/\s]+\/[^/\s]+)\/(\S+\.gguf)$/i;

/**
 * Reads a model's name: an embedded name, `hf:user/repository/file.gguf`, an http(s) address of a GGUF
 * file, or a path that ends in `.gguf`. Anything else throws an `InvalidInputError` that lists these.
 */
export function readModelReference(name: string): ModelReference {
  const model = embeddedModels.find((candidate) => candidate.name === name);
  if (model) return { kind: "embedded", model };
  const hub = hubPattern.exec(name);
  if (hub?.[1] && hub[2]) return { kind: "hub", repository: hub[1], file: hub[2] };
  if (/^https?:\/\/\S+$/i.test(name)) return { kind: "url", url: name };
  if (!/^hf:/i.test(name) && name.toLowerCase().endsWith(".gguf"))
    return { kind: "file", path: path.resolve(name) };
  throw new InvalidInputError({
    message: `"${name}" names no local model`,
    remedy: `Use ${embeddedModels.map((known) => known.name).join(" or ")}, a path that ends in .gguf, or hf:user/repository/file.gguf.`,
    details: { field: "model", given: name, allowed: embeddedModels.map((known) => known.name) },
  });
}
