import { rowsOf } from "../parameter-spec.ts";

/** How long a model thinks before it answers. */
export const reasoningRows = rowsOf("reasoning", [
  {
    name: "reasoning",
    also: ["thinking"],
    type: { kind: "json", shape: "object" },
    nullable: true,
    does: "Whether and how much the model thinks before it answers, and whether the thinking is shown.",
    unset: "The model's own: some always think, some never.",
    honoured_by: ["openrouter"],
    notes: [
      '{"effort": "low"} or {"max_tokens": 2000}, not both; {"exclude": true} hides the thinking.',
      "Effort is a share of max_tokens: high .8, medium .5, low .2, minimal .1.",
      "Thinking is billed as output and counts inside completion_tokens.",
      "max_tokens must be larger than the share, or nothing is left for the answer.",
      'Some models refuse {"effort": "none"}: thinking is mandatory there (400).',
    ],
    command: `colloquy -m openrouter/auto -o reasoning '{"effort": "low"}' "Is 91 a prime?"`,
  },
  {
    name: "reasoning_effort",
    type: {
      kind: "text",
      choices: ["none", "minimal", "low", "medium", "high", "xhigh", "max"],
    },
    nullable: true,
    does: "How much the model thinks, in a word: short for reasoning.effort.",
    unset: "The model's own, medium with most that think.",
    honoured_by: ["openrouter", "openai", "ollama", "vllm"],
    notes: [
      "It must not differ from reasoning.effort when both are sent.",
      "An effort the model does not have becomes the nearest it has.",
      "More effort helps with puzzles and code, and mostly costs time elsewhere.",
    ],
    command: 'colloquy -m openrouter/auto -o reasoning_effort low "Is 91 a prime?"',
  },
  {
    name: "include_reasoning",
    type: { kind: "boolean" },
    does: "Whether the thinking is shown; the old form of reasoning.exclude.",
    unset: "Shown where a model thinks.",
    honoured_by: ["openrouter"],
    notes: [
      'true is reasoning {}, false is {"exclude": true}.',
      "Hidden thinking is billed all the same.",
      "Write reasoning instead: this name is kept for old programs.",
    ],
    command: `colloquy -m openrouter/auto -o reasoning '{"exclude": true}' "Is 91 a prime?"`,
  },
]);
