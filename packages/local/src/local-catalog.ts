import type { DatedModel, Model, ModelCatalog } from "@colloquy/core";
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

function describe(model: EmbeddedModel): Model {
  return {
    id: model.name,
    name: model.file.replace(/\.gguf$/, ""),
    description: model.description,
    context_length: model.context_length,
    pricing: { prompt: "0", completion: "0" },
    top_provider: {
      context_length: model.context_length,
      max_completion_tokens: model.context_length,
    },
    supported_parameters: localParameters,
    default_parameters: model.default_parameters,
    license: model.license,
    size_bytes: model.size,
  };
}
