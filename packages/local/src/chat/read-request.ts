import { InvalidInputError, type ChatRequest, type Parameters } from "@colloquy/core";
import { readResponseFormat } from "../grammar/response-format.ts";
import { readBoolean, readNumber, wrongField } from "../sampling/read-field.ts";
import {
  readSamplerSettings,
  samplingFields,
  type SamplerSettings,
} from "../sampling/sampler-settings.ts";

/** What a request asks of the embedded engine, every field read and checked. */
export interface LocalRequest {
  settings: SamplerSettings;
  /** What the request or the model's defaults say; undefined: as many as the window holds. */
  max_tokens: number | undefined;
  stop: readonly string[];
  /** How many alternatives to each token; undefined when no logprobs were asked for. */
  top_logprobs: number | undefined;
  /** What the answer must keep to, in llama.cpp's notation. */
  grammar: string | undefined;
  response_format: unknown;
  /** Names of fields that are there and have no effect here. */
  ignored: readonly string[];
}

const MOST_TOP_LOGPROBS = 20;

/** Fields of the wire's own use, which are no parameters. */
const transport = new Set(["model", "messages", "stream", "stream_options"]);

/** Names of the parameters the embedded engine honours. */
export const localParameters: readonly string[] = [
  ...samplingFields,
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "logprobs",
  "top_logprobs",
  "response_format",
];

const honoured = new Set(localParameters);

/** What of a model decides how a request is read: its declared defaults, and how many tokens it knows. */
export interface ReadingModel {
  defaults: Parameters;
  vocabularySize: number;
}

/** Reads a request for a model. Throws `InvalidInputError`. */
export function readLocalRequest(
  request: ChatRequest,
  { defaults, vocabularySize }: ReadingModel,
): LocalRequest {
  if (!Array.isArray(request.messages) || request.messages.length === 0)
    throw new InvalidInputError({
      message: "there is no message to answer",
      remedy: "Send at least one message.",
      details: { field: "messages", given: 0, allowed: "at least 1" },
    });
  const logprobs = readBoolean(request, "logprobs") ?? false;
  const top = readNumber(request, "top_logprobs", {
    integer: true,
    min: 0,
    max: MOST_TOP_LOGPROBS,
  });
  const limit = { integer: true, min: 1 };
  const format = readResponseFormat(request["response_format"]);
  return {
    settings: readSamplerSettings(request, defaults, vocabularySize),
    max_tokens:
      readNumber(request, "max_completion_tokens", limit) ??
      readNumber(request, "max_tokens", limit) ??
      readNumber(defaults, "max_tokens"),
    stop: readStop(request["stop"]),
    top_logprobs: logprobs ? (top ?? 0) : undefined,
    grammar: format?.grammar,
    response_format: format && request["response_format"],
    ignored: [
      ...ignoredFields(request, logprobs),
      ...(format?.unenforced ?? []).map((keyword) => `response_format ${keyword}`),
    ],
  };
}

function readStop(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const stops: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!stops.every((stop) => typeof stop === "string" && stop !== ""))
    throw wrongField("stop", value, "a text or a list of texts, none of them empty");
  return stops as readonly string[];
}

function ignoredFields(request: ChatRequest, logprobs: boolean): string[] {
  return Object.keys(request).filter((name) => {
    const value = request[name];
    if (value === undefined || value === null || transport.has(name)) return false;
    if (name === "top_logprobs") return !logprobs;
    if (name === "max_tokens") return typeof request["max_completion_tokens"] === "number";
    if (name === "n") return value !== 1;
    return !honoured.has(name);
  });
}
