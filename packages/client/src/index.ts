// chat
export type { ChatModelOptions } from "./chat/create-chat-model.ts";
export { createChatModel } from "./chat/create-chat-model.ts";
export { requestBody } from "./chat/request-body.ts";
export type { AnswerLimits, ChatModelClock } from "./chat/http-answer.ts";
export type { RetryPolicy } from "./chat/retry-policy.ts";

// catalog
export type { ModelCatalogOptions } from "./catalog/create-model-catalog.ts";
export { createModelCatalog } from "./catalog/create-model-catalog.ts";

// http
export type { Deadlines } from "./http/deadlines.ts";
export { DEFAULT_DEADLINES } from "./http/deadlines.ts";
export type { Attribution, EndpointOptions } from "./http/endpoint.ts";
export type { ResponseHeaders } from "./http/exchange.ts";
export type { HttpClientOptions, HttpRequestOptions } from "./http/http-client.ts";
export { HttpClient } from "./http/http-client.ts";
export { HttpResponse } from "./http/http-response.ts";
export type { EnvironmentVariables } from "./http/proxy-for.ts";

// file
export { readJsonFile } from "./file/read-json-file.ts";
export type { WriteFileOptions } from "./file/write-text-file.ts";
export { writeJsonFile } from "./file/write-json-file.ts";
export { writeTextFile } from "./file/write-text-file.ts";
