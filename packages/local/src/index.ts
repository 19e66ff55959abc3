export type { LocalModel, LocalModelOptions } from "./create-local-model.ts";
export { createLocalModel } from "./create-local-model.ts";

// model files
export type { EmbeddedModel } from "./model-file/embedded-models.ts";
export { defaultLocalModel, embeddedModels } from "./model-file/embedded-models.ts";
export type { FetchOptions, ModelFile } from "./model-file/fetch-model-file.ts";
export { fetchModelFile, hasModelFile } from "./model-file/fetch-model-file.ts";
export type { ModelReference } from "./model-file/model-reference.ts";
export { readModelReference } from "./model-file/model-reference.ts";

// saved prefixes
export { forgetSavedStates } from "./engine/saved-states.ts";
