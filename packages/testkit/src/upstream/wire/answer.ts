/** The pieces in which scenarios say their usual answer, one a token. */
export const answerPieces: readonly string[] = [
  "Rain",
  " drums",
  " on",
  " the",
  " roof",
  " while",
  " the",
  " kettle",
  " hums",
  ".",
];

export const answerText: string = answerPieces.join("");

/** As far as the answer gets where it breaks off: five tokens. */
export const partialPieces: readonly string[] = answerPieces.slice(0, 5);

export const partialText: string = partialPieces.join("");

/** Who serves the scenarios, as the wire's `provider`. */
export const providerName = "Parlour";

/** Usage of the usual answer; a prompt of twelve tokens whatever was asked. */
export const usage = {
  prompt_tokens: 12,
  completion_tokens: 10,
  total_tokens: 22,
  cost: 0.0000224,
  is_byok: false,
  prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, image_tokens: 0 },
  cost_details: {
    upstream_inference_cost: null,
    upstream_inference_prompt_cost: 0.0000024,
    upstream_inference_completions_cost: 0.00002,
  },
} as const;
