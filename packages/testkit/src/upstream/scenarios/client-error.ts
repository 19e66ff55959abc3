import type { Scenario } from "../scenario.ts";
import { providerName } from "../wire/answer.ts";
import { htmlPage } from "../wire/html-page.ts";
import { providerError } from "../wire/errors.ts";
import { final, statusScenario, temporary } from "./status-scenario.ts";

const html = "text/html; charset=utf-8";

const badRequest = statusScenario({
  name: "400",
  summary: "The model's name is not known.",
  contract: "400: something in the request is wrong; sending it again changes nothing.",
  status: 400,
  message: "any/model is not a valid model ID",
  expect: final,
});

const contextLength = statusScenario({
  name: "400-context-length",
  summary: "The prompt is longer than the model's window.",
  contract: "context_length_exceeded: the figures are in the message.",
  status: 400,
  message: "The window holds 4096 tokens, but 5210 were requested (5110 of prompt, 100 to answer)",
  error: { metadata: { error_type: "context_length_exceeded", provider_name: providerName } },
  expect: final,
});

const providerRefuses = statusScenario({
  name: "400-provider",
  summary: "The provider refuses a parameter; only metadata.raw says which.",
  contract: "The generic message hides the reason, which is in metadata.raw.",
  status: 400,
  message: "Provider returned error",
  error: providerError(
    JSON.stringify({ error: { message: "top_k is not supported here", type: "invalid_request" } }),
  ),
  expect: { ...final, cause: "top_k is not supported here", provider: providerName },
});

const issues = statusScenario({
  name: "400-issues",
  summary: "The message is itself JSON: a list of issues.",
  contract: "A validator's list of issues may stand inside the message.",
  status: 400,
  message: JSON.stringify([
    { code: "invalid_type", path: ["messages", 0, "content"], message: "a text is expected here" },
  ]),
  expect: { ...final, cause: "a text is expected here" },
});

const noKey = statusScenario({
  name: "401",
  summary: "No key was sent, or none that is known.",
  contract: "401: the key is missing, wrong, disabled or expired.",
  status: 401,
  message: "No auth credentials found",
  expect: final,
});

const noUser = statusScenario({
  name: "401-user",
  summary: "The key's account is gone.",
  contract: "401 may speak of a user where it means the key.",
  status: 401,
  message: "User not found.",
  expect: final,
});

const moderation = statusScenario({
  name: "403-moderation",
  summary: "The input was flagged by a moderator.",
  contract: "403 with reasons: the text was refused before a model saw it.",
  status: 403,
  message: "any/model requires moderation on Parlour. Your input was flagged for rudeness.",
  error: {
    metadata: {
      reasons: ["rudeness"],
      flagged_input: "you old ... kettle",
      provider_name: providerName,
      model_slug: "any/model",
    },
  },
  expect: final,
});

const region = statusScenario({
  name: "403-region",
  summary: "The model is not offered in this region.",
  contract: "403 with availability: retryable tells, not the code.",
  status: 403,
  message: "This model is not offered in your region",
  error: {
    availability: {
      code: "region_restricted",
      retryable: false,
      requested_models: ["any/model"],
      excluded_by: ["geo"],
    },
  },
  expect: final,
});

const noEndpoints = statusScenario({
  name: "404",
  summary: "Nobody serves this model.",
  contract: "404: there is no endpoint for the request as it stands.",
  status: 404,
  message: "No endpoints found for any/model.",
  expect: final,
});

const noTools = statusScenario({
  name: "404-tools",
  summary: "Nobody who serves this model can call tools.",
  contract: "404 with failed_routing_step names the filter that left nobody.",
  status: 404,
  message: "No endpoints found that support tool use.",
  error: {
    metadata: {
      failed_routing_step: "Filter by Tool Compatibility",
      available_providers: ["parlour"],
      requested_providers: [],
    },
  },
  expect: final,
});

const dataPolicy = statusScenario({
  name: "404-data-policy",
  summary: "The account's privacy settings leave no endpoint.",
  contract: "404 may mean a setting of the account.",
  status: 404,
  message: "No endpoints found matching your data policy.",
  error: {
    availability: {
      code: "privacy_restricted",
      retryable: false,
      excluded_by: ["data_policy:training"],
      requested_models: ["any/model"],
    },
  },
  expect: final,
});

const wrongPath = statusScenario({
  name: "404-html",
  summary: "A web server's own page for an unknown path: the base URL is wrong.",
  contract: "An error's body need not be JSON.",
  status: 404,
  message: "",
  body: { type: html, text: htmlPage("404 Not Found", "nginx") },
  expect: final,
});

const requestTimeout = statusScenario({
  name: "408",
  summary: "The request took too long to arrive.",
  contract: "408 may be tried again.",
  status: 408,
  message: "The request timed out",
  expect: temporary,
});

const tooLarge = statusScenario({
  name: "413",
  summary: "The request is too large.",
  contract: "413: only a smaller request helps.",
  status: 413,
  message: "Request entity is too large",
  error: { metadata: { error_type: "payload_too_large" } },
  expect: final,
});

const unprocessable = statusScenario({
  name: "422",
  summary: "The request is well formed and makes no sense.",
  contract: "422 is not tried again.",
  status: 422,
  message: "tool_choice names a tool that is not among the tools",
  error: { metadata: { error_type: "unprocessable" } },
  expect: final,
});

const unknownStatus = statusScenario({
  name: "418",
  summary: "A status that no table knows, with an empty body.",
  contract: "New statuses come without notice; an unknown 4xx is not tried again.",
  status: 418,
  message: "",
  body: { type: "text/plain", text: "" },
  expect: { ...final, cause: "418" },
});

export const clientErrorScenarios: readonly Scenario[] = [
  badRequest,
  contextLength,
  providerRefuses,
  issues,
  noKey,
  noUser,
  moderation,
  region,
  noEndpoints,
  noTools,
  dataPolicy,
  wrongPath,
  requestTimeout,
  tooLarge,
  unknownStatus,
  unprocessable,
];
