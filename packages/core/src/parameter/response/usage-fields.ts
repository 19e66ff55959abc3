import { fieldsOf } from "./response-field.ts";

const details = "a whole number; missing or null means not told, never 0";

/** Tokens, as the provider counted them. */
export const usageFields = fieldsOf(
  { group: "usage", command: 'colloquy -u "What is the capital of France?"' },
  [
    {
      name: "usage",
      path: "usage, on a completion or on one of a stream's last chunks",
      value: "an object, or missing",
      means: "What the answer used, counted by the provider with the model's own tokenizer.",
      notes: [
        "In a stream it comes after finish_reason, so reading must go on.",
        "It may come more than once; the last counts. When it never comes, nothing is invented.",
        "The request field of the same name has no effect any more.",
      ],
      command: "colloquy usage --by model",
    },
    {
      name: "prompt_tokens",
      path: "usage.prompt_tokens",
      value: details,
      means: "Tokens the model read: the whole of messages, with what its template adds.",
      notes: [
        "Cached tokens are included.",
        "It grows at every turn, since all earlier turns are sent again.",
        "About 4 tokens are 3 English words; other languages and code take more.",
      ],
    },
    {
      name: "completion_tokens",
      path: "usage.completion_tokens",
      value: details,
      means: "Tokens the model wrote.",
      notes: [
        "Reasoning is included, shown or hidden.",
        "They cost several times as much as prompt tokens with most models.",
        "At max_tokens it ends with finish_reason length.",
      ],
    },
    {
      name: "total_tokens",
      path: "usage.total_tokens",
      value: details,
      means: "prompt_tokens and completion_tokens together.",
      notes: [
        "It must fit the model's window (context_length).",
        "It says little about the price: the two kinds cost differently.",
        "346 read and 18 written are 364.",
      ],
    },
    {
      name: "prompt_tokens_details",
      path: "usage.prompt_tokens_details",
      value: "an object or null",
      means: "What the prompt's tokens consist of.",
      notes: [
        "cached_tokens were read from a cache, cache_write_tokens written to it.",
        "audio_tokens and video_tokens are for other inputs than text.",
        "All of them are included in prompt_tokens.",
      ],
    },
    {
      name: "cached_tokens",
      path: "usage.prompt_tokens_details.cached_tokens",
      value: details,
      means: "How many prompt tokens had been read before and were not read again.",
      notes: [
        "They cost a tenth to a half of the price, and no waiting.",
        "Only an unchanged beginning counts: one changed character ends it there.",
        "On the model inside it is what was really reused, in this process or a former one.",
      ],
      command: 'colloquy -c -u "And of Italy?"',
    },
    {
      name: "cache_write_tokens",
      path: "usage.prompt_tokens_details.cache_write_tokens",
      value: details,
      means: "How many prompt tokens were put into the provider's cache.",
      notes: [
        "Anthropic charges 1.25 times the price for it; most others nothing extra.",
        "It pays from the second reading on.",
        "See cache_control for asking for it.",
      ],
      command: "colloquy explain cache_control",
    },
    {
      name: "audio_tokens",
      path: "usage.prompt_tokens_details.audio_tokens, and in completion_tokens_details",
      value: details,
      means: "Tokens of sound that was heard or spoken.",
      notes: [
        "They are priced apart: audio in the model's pricing.",
        "They are included in prompt_tokens or completion_tokens.",
        "0 or missing for text.",
      ],
    },
    {
      name: "video_tokens",
      path: "usage.prompt_tokens_details.video_tokens",
      value: details,
      means: "Tokens of video that was seen.",
      notes: [
        "A minute of video can be tens of thousands.",
        "They are included in prompt_tokens.",
        "Only few models take video.",
      ],
    },
    {
      name: "completion_tokens_details",
      path: "usage.completion_tokens_details",
      value: "an object or null",
      means: "What the answer's tokens consist of.",
      notes: [
        "reasoning_tokens, image_tokens, audio_tokens and those of a prediction.",
        "All of them are included in completion_tokens.",
        "Missing with providers that do not tell.",
      ],
    },
    {
      name: "reasoning_tokens",
      path: "usage.completion_tokens_details.reasoning_tokens",
      value: details,
      means: "How many tokens the model thought.",
      notes: [
        "Included in completion_tokens and billed like them.",
        "When they reach max_tokens the content is empty and finish_reason length.",
        "reasoning_effort makes them fewer.",
      ],
      command: "colloquy explain reasoning_effort",
    },
    {
      name: "image_tokens",
      path: "usage.completion_tokens_details.image_tokens",
      value: details,
      means: "Tokens of pictures the model made.",
      notes: [
        "Priced apart: image_output in the model's pricing.",
        "Pictures in the prompt are counted in prompt_tokens.",
        "0 or missing for text.",
      ],
    },
    {
      name: "accepted_prediction_tokens",
      path: "usage.completion_tokens_details.accepted_prediction_tokens",
      value: details,
      means: "How many tokens of the prediction the answer used.",
      notes: [
        "They came faster.",
        "They are billed as output like any other.",
        "Only with the parameter prediction.",
      ],
      command: "colloquy explain prediction",
    },
    {
      name: "rejected_prediction_tokens",
      path: "usage.completion_tokens_details.rejected_prediction_tokens",
      value: details,
      means: "How many tokens of the prediction were wrong.",
      notes: [
        "They are billed as output all the same.",
        "Many of them: the prediction is not worth it.",
        "Only with the parameter prediction.",
      ],
      command: "colloquy explain prediction",
    },
  ],
);
