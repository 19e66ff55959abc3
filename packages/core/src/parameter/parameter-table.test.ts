import { describe, expect, it } from "vitest";
import { parameterExplanation } from "./parameter-explanation.ts";
import { parameterSpec, parameterTable } from "./parameter-table.ts";
import { presets } from "./presets.ts";
import { checkParameters } from "./check-parameters.ts";

describe("the parameter table", () => {
  it("has every field of a chat request, once", () => {
    const fields =
      `model messages models route prompt stream stream_options usage max_completion_tokens max_tokens
      temperature top_p top_k min_p top_a frequency_penalty presence_penalty repetition_penalty seed logit_bias
      logprobs top_logprobs stop parallel_tool_calls prediction user session_id metadata trace service_tier
      verbosity structured_outputs include_reasoning reasoning_effort modalities audio image_config cache_control
      prompt_cache_key prompt_cache_options debug preset web_search_options x_search_filter max_tool_calls
      stop_server_tools_when transforms tools tool_choice response_format reasoning provider plugins
      typical_p dry_multiplier dry_base dry_allowed_length dry_penalty_last_n repeat_last_n xtc_probability
      xtc_threshold`.split(/\s+/);
    expect(parameterTable.map(({ name }) => name).toSorted()).toEqual(fields.toSorted());
  });

  it("explains every row in about ten lines that end with a command to try", () => {
    for (const spec of parameterTable) {
      const lines = parameterExplanation(spec);
      expect(lines.length, spec.name).toBeGreaterThanOrEqual(8);
      expect(lines.length, spec.name).toBeLessThanOrEqual(12);
      expect(lines[0]).toContain(spec.name);
      expect(lines.at(-1)).toMatch(/^Try: colloquy /);
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(125);
      for (const text of [spec.does, spec.unset, ...spec.notes])
        expect(text, spec.name).toMatch(/^[\S].*[.:]$/);
    }
  });

  it("gives each word of another program to one row, and none that is a field itself", () => {
    const words = parameterTable.flatMap(({ also = [] }) => also);
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => parameterSpec(word))).toEqual([]);
  });

  it("finds a row by name and nothing by another", () => {
    expect(parameterSpec("top_p")?.group).toBe("sampling");
    expect(parameterSpec("toString")).toBeUndefined();
  });
});

describe("the presets", () => {
  it("hold the customary values and nothing else", () => {
    expect(Object.fromEntries(presets.map(({ name, parameters }) => [name, parameters]))).toEqual({
      chatbot: { temperature: 0.7, max_tokens: 150 },
      code: { temperature: 0.2, max_tokens: 500 },
      creative: { temperature: 1, max_tokens: 300 },
      "data-analysis": { temperature: 0.1, max_tokens: 100 },
    });
  });

  it("pass the table's own check", () => {
    for (const preset of presets) expect(checkParameters(preset.parameters)).toEqual([]);
  });
});
