import { describe, expect, it } from "vitest";
import { finishReasonExplanation, finishReasonTable } from "./finish-reasons.ts";
import { responseFieldExplanation } from "./response-field.ts";
import { responseFieldTable } from "./response-field-table.ts";

const pages = [
  ...responseFieldTable.map((field) => ({
    topic: field.name,
    lines: responseFieldExplanation(field),
    sentences: [field.means, ...field.notes],
  })),
  ...finishReasonTable.map((guide) => ({
    topic: guide.reason,
    lines: finishReasonExplanation(guide),
    sentences: [guide.means, ...guide.notes],
  })),
];

describe("the tables of what comes back", () => {
  it.each(pages)("explains $topic in about ten lines", ({ topic, lines, sentences }) => {
    expect(lines.length).toBeGreaterThanOrEqual(8);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines[0]).toContain(topic);
    expect(lines.at(-1)).toMatch(/^Try: colloquy /);
    for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
    for (const line of lines.slice(0, -1)) expect(line.length, line).toBeLessThanOrEqual(125);
  });

  it("has every field of a completion, a chunk and usage, once", () => {
    const fields =
      `id object created model provider system_fingerprint service_tier choices index message delta
      role content refusal reasoning reasoning_details tool_calls images annotations audio finish_reason
      native_finish_reason logprobs token logprob bytes top_logprobs error openrouter_metadata debug usage
      prompt_tokens completion_tokens total_tokens cost is_byok prompt_tokens_details cached_tokens
      cache_write_tokens audio_tokens video_tokens completion_tokens_details reasoning_tokens image_tokens
      accepted_prediction_tokens rejected_prediction_tokens cost_details upstream_inference_cost
      upstream_inference_prompt_cost upstream_inference_completions_cost server_tool_use_details
      tool_calls_requested tool_calls_executed web_search_requests
      effective_parameters ignored_parameters token_ids state parameters timing`.split(/\s+/);
    const known = new Set(responseFieldTable.map(({ name }) => name));
    expect(fields.filter((name) => !known.has(name))).toEqual([]);
    expect(known.size).toBe(responseFieldTable.length);
  });

  it("has the five finish reasons of the wire", () => {
    expect(finishReasonTable.map(({ reason }) => reason)).toEqual([
      "stop",
      "length",
      "tool_calls",
      "content_filter",
      "error",
    ]);
  });
});
