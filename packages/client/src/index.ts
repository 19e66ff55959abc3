// chat
export type { AnswerLimits, ChatModelClock, ChatModelOptions } from "./chat/create-chat-model.ts";
export { createChatModel } from "./chat/create-chat-model.ts";
export type { RetryPolicy } from "./chat/retry-policy.ts";

// http
export type { Deadlines } from "./http/deadlines.ts";
export { DEFAULT_DEADLINES } from "./http/deadlines.ts";
export type { Attribution, EndpointOptions } from "./http/endpoint.ts";
