import type { DatedModel, Model, ModelCatalog } from "@colloquy/core";
import type { LoadedModel } from "./chat/loaded-model.ts";
import { localParameters } from "./chat/read-request.ts";
import { embeddedModels, type EmbeddedModel } from "./model-file/embedded-models.ts";

/** The day the descriptions below were last checked against the files. */
const CHECKED = "2025-11-24T00:00:00.000Z";

/** The models that come along, in the wire's words; they cost nothing. */
export function localCatalog(): ModelCatalog {
  const models: readonly DatedModel[] = embeddedModels.map((model) => ({
    model: describe(model),
    fetched_at: CHECKED,
  }));
  return {
    list: () => Promise.resolve(models),
    get: (id) => Promise.resolve(models.find(({ model }) => model.id === id)),
  };
}

/** A loaded model in the wire's words. */
export function describeLoaded({ name, engine, defaults }: LoadedModel): Model {
  return {
    id: name,
    name,
    ...common(engine.window),
    default_parameters: defaults,
  };
}

function describe(model: EmbeddedModel): Model {
  return {
    id: model.name,
    name: model.file.replace(/\.gguf$/, ""),
    description: model.description,
    ...common(model.context_length),
    default_parameters: model.default_parameters,
    license: model.license,
    size_bytes: model.size,
  };
}

function common(window: number): Partial<Model> {
  return {
    context_length: window,
    pricing: { prompt: "0", completion: "0" },
    top_provider: { context_length: window, max_completion_tokens: window },
    supported_parameters: localParameters,
  };
}
