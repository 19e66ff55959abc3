import type { Scenario } from "../scenario.ts";
import { providerName } from "../wire/answer.ts";
import { htmlPage } from "../wire/html-page.ts";
import { providerError } from "../wire/errors.ts";
import { statusScenario, temporary } from "./status-scenario.ts";

const html = "text/html; charset=utf-8";

const internal = statusScenario({
  name: "500",
  summary: "The server broke; the message is masked.",
  contract: "500 may be tried a few times.",
  status: 500,
  message: "Internal Server Error",
  error: { metadata: { error_type: "server" } },
  expect: temporary,
});

const rawText = JSON.stringify({ detail: { msg: "worker 7 ran out of memory" } });

const badGateway = statusScenario({
  name: "502-raw",
  summary: "The reason is in metadata.raw alone, as JSON inside a text.",
  contract: "The generic message hides the reason, which is in metadata.raw.",
  status: 502,
  message: "Provider returned error",
  error: providerError(rawText),
  expect: { ...temporary, cause: "worker 7 ran out of memory", provider: providerName },
});

const badGatewayObject = statusScenario({
  name: "502-raw-object",
  summary: "metadata.raw is an object, with the error two levels down.",
  contract: "metadata.raw is a text, JSON inside a text, or an object.",
  status: 502,
  message: "Provider returned error",
  error: providerError({ error: { error: { message: "the engine is cold" } } }),
  expect: { ...temporary, cause: "the engine is cold", provider: providerName },
});

const badGatewayWords = statusScenario({
  name: "502-raw-text",
  summary: "metadata.raw is plain words.",
  contract: "metadata.raw is a text, JSON inside a text, or an object.",
  status: 502,
  message: "Provider returned error",
  error: providerError("upstream hung up"),
  expect: { ...temporary, cause: "upstream hung up", provider: providerName },
});

const badGatewayHtml = statusScenario({
  name: "502-html",
  summary: "A gateway's web page.",
  contract: "An error's body need not be JSON.",
  status: 502,
  message: "",
  body: { type: html, text: htmlPage("502 Bad Gateway", "The parlour is closed.") },
  expect: temporary,
});

const unavailable = statusScenario({
  name: "503",
  summary: "Nobody can serve the request just now.",
  contract: "503 may be tried again.",
  status: 503,
  message: "There is no available provider that meets your routing requirements",
  error: { metadata: { error_type: "provider_overloaded" } },
  expect: temporary,
});

const providerTimeout = statusScenario({
  name: "504",
  summary: "The provider took too long.",
  contract: "504 may be tried again.",
  status: 504,
  message: "The provider did not answer in time",
  error: { metadata: { error_type: "timeout", provider_name: providerName } },
  expect: temporary,
});

const edgeTimeout = statusScenario({
  name: "524",
  summary: "The network's edge gave up waiting; the body is a web page.",
  contract: "Statuses from 520 come from the network's edge, perhaps as HTML.",
  status: 524,
  message: "",
  body: { type: html, text: htmlPage("A timeout occurred", "Error code 524") },
  expect: temporary,
});

const overloaded = statusScenario({
  name: "529",
  summary: "The provider is overloaded.",
  contract: "529 may be tried again.",
  status: 529,
  message: "The provider is overloaded",
  error: { metadata: { error_type: "provider_overloaded", provider_name: providerName } },
  expect: temporary,
});

export const serverErrorScenarios: readonly Scenario[] = [
  internal,
  badGateway,
  badGatewayObject,
  badGatewayWords,
  badGatewayHtml,
  unavailable,
  providerTimeout,
  edgeTimeout,
  overloaded,
];
