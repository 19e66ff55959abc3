export type { LocalModel, LocalModelOptions } from "./create-local-model.ts";
export { createLocalModel } from "./create-local-model.ts";
export { LOCAL_PROVIDER } from "./chat/local-chat-model.ts";
export { localParameters } from "./chat/read-request.ts";
export { neutral as neutralParameters } from "./sampling/sampler-settings.ts";
export type { Threads } from "./engine/alone.ts";
export { WIDEST as LOCAL_BATCH_WIDTH } from "./engine/together.ts";
export { engineVersion } from "./engine/engine-version.ts";
export { localCatalog } from "./local-catalog.ts";
export { forgetSavedStates } from "./engine/saved-states.ts";

// model files
export type { EmbeddedModel, ModelSource } from "./model-file/embedded-models.ts";
export { defaultLocalModel, embeddedModels } from "./model-file/embedded-models.ts";
export type { FetchOptions, ModelFile } from "./model-file/fetch-model-file.ts";
export { fetchModelFile, hasModelFile } from "./model-file/fetch-model-file.ts";
export type { ModelReference } from "./model-file/model-reference.ts";
export { readModelReference } from "./model-file/model-reference.ts";
