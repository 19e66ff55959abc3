import { expect } from "vitest";
import { checkScenarios, type Check } from "../check-scenarios.ts";
import { clientErrorScenarios } from "./client-error.ts";
import { serverErrorScenarios } from "./server-error.ts";

/** The same status and JSON error whether a stream was asked for. */
function told(status: number, error: object): Check {
  return ({ stream, whole }) => {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status, json: { error: { code: status, ...error } } });
      expect(seen.headers["content-type"]).toBe("application/json");
    }
  };
}

function page(status: number, title: string): Check {
  return ({ stream, whole }) => {
    for (const seen of [stream, whole]) {
      expect(seen).toMatchObject({ status, json: undefined });
      expect(seen.headers["content-type"]).toContain("text/html");
      expect(seen.text).toContain(`<title>${title}</title>`);
    }
  };
}

const generic = "Provider returned error";

checkScenarios([...clientErrorScenarios, ...serverErrorScenarios], {
  "400": told(400, { message: "any/model is not a valid model ID" }),
  "400-context-length": told(400, { metadata: { error_type: "context_length_exceeded" } }),
  "400-provider"({ stream, whole, upstream }) {
    const raw = '{"error":{"message":"top_k is not supported here","type":"invalid_request"}}';
    told(400, { message: generic, metadata: { raw, provider_name: "Parlour" } })({
      stream,
      whole,
      upstream,
    });
  },
  "400-issues": told(400, { message: expect.stringMatching(/^\[\{"code":"invalid_type"/) }),
  "401": told(401, { message: "No auth credentials found" }),
  "401-user": told(401, { message: "User not found." }),
  "403-moderation": told(403, { metadata: { reasons: ["rudeness"], model_slug: "any/model" } }),
  "403-region": told(403, { availability: { code: "region_restricted", retryable: false } }),
  "404": told(404, { message: "No endpoints found for any/model." }),
  "404-tools": told(404, { metadata: { failed_routing_step: "Filter by Tool Compatibility" } }),
  "404-data-policy": told(404, { availability: { code: "privacy_restricted", retryable: false } }),
  "404-html": page(404, "404 Not Found"),
  "408": told(408, {}),
  "413": told(413, { metadata: { error_type: "payload_too_large" } }),
  "418": ({ stream, whole }) => {
    for (const seen of [stream, whole]) expect(seen).toMatchObject({ status: 418, text: "" });
  },
  "422": told(422, { metadata: { error_type: "unprocessable" } }),
  "500": told(500, { message: "Internal Server Error" }),
  "502-raw": told(502, {
    message: generic,
    metadata: { raw: '{"detail":{"msg":"worker 7 ran out of memory"}}' },
  }),
  "502-raw-object": told(502, {
    message: generic,
    metadata: { raw: { error: { error: { message: "the engine is cold" } } } },
  }),
  "502-raw-text": told(502, { message: generic, metadata: { raw: "upstream hung up" } }),
  "502-html": page(502, "502 Bad Gateway"),
  "503": told(503, { metadata: { error_type: "provider_overloaded" } }),
  "504": told(504, { metadata: { error_type: "timeout" } }),
  "524": page(524, "A timeout occurred"),
  "529": told(529, { metadata: { error_type: "provider_overloaded" } }),
});
