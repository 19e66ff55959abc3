import { fieldsOf } from "./response-field.ts";

const details = "a whole number; missing or null means not told, never 0";

/** Money, and what is billed apart from tokens. */
export const costFields = fieldsOf(
  { group: "usage", command: 'colloquy -u "What is the capital of France?"' },
  [
    {
      name: "cost",
      path: "usage.cost",
      value: "US dollars, or null; missing on servers other than OpenRouter",
      means: "What was charged.",
      notes: [
        "Colloquy takes this first, then price × tokens, else it says `unknown`.",
        "0 from a free model is a price of nothing; unknown is something else.",
        "With a key of your own at the provider (BYOK) the provider bills apart.",
      ],
      command: "colloquy usage --by day",
    },
    {
      name: "is_byok",
      path: "usage.is_byok",
      value: "true or false",
      means: "Whether the provider was paid with a key of your own.",
      notes: [
        "Then cost is OpenRouter's part only.",
        "cost_details.upstream_inference_cost is what the provider takes.",
        "BYOK stands for bring your own key.",
      ],
    },
    {
      name: "cost_details",
      path: "usage.cost_details",
      value: "an object or null",
      means: "What the cost consists of.",
      notes: [
        "upstream_inference_cost is what the provider itself charges.",
        "The prompt's and the answer's part stand beside it.",
        "null where the provider does not tell.",
      ],
    },
    {
      name: "upstream_inference_cost",
      path: "usage.cost_details.upstream_inference_cost",
      value: "US dollars or null",
      means: "What the provider charges for the call.",
      notes: [
        "With BYOK it is billed by the provider to you.",
        "Without, it is what OpenRouter pays and cost holds already.",
        "Never add it to cost without looking at is_byok.",
      ],
    },
    {
      name: "upstream_inference_prompt_cost",
      path: "usage.cost_details.upstream_inference_prompt_cost",
      value: "US dollars or null",
      means: "The prompt's part of what the provider charges.",
      notes: [
        "Long conversations show up here: they are read again at every turn.",
        "Cached tokens make it smaller.",
        "A part of upstream_inference_cost.",
      ],
    },
    {
      name: "upstream_inference_completions_cost",
      path: "usage.cost_details.upstream_inference_completions_cost",
      value: "US dollars or null",
      means: "The answer's part of what the provider charges.",
      notes: [
        "Reasoning is in it.",
        "max_tokens is a limit on it.",
        "A part of upstream_inference_cost.",
      ],
    },
    {
      name: "server_tool_use_details",
      path: "usage.server_tool_use_details",
      value: "an object or null",
      means: "How often tools ran at the server.",
      notes: [
        "tool_calls_requested, tool_calls_executed and web_search_requests.",
        "An older form calls it server_tool_use.",
        "They are billed apart from tokens, on free models too.",
      ],
    },
    {
      name: "web_search_requests",
      path: "usage.server_tool_use_details.web_search_requests",
      value: details,
      means: "How many web searches were made for the answer.",
      notes: [
        "Each has a price: web_search in the model's pricing.",
        "Not waived when the answer fails afterwards.",
        "max_tool_calls limits them.",
      ],
      command: "colloquy explain max_tool_calls",
    },
    {
      name: "tool_calls_requested",
      path: "usage.server_tool_use_details.tool_calls_requested",
      value: details,
      means: "How many calls of server tools the model asked for.",
      notes: [
        "tool_calls_executed says how many were run.",
        "Functions of your own are not counted.",
        "max_tool_calls limits them.",
      ],
      command: "colloquy explain max_tool_calls",
    },
    {
      name: "tool_calls_executed",
      path: "usage.server_tool_use_details.tool_calls_executed",
      value: details,
      means: "How many calls of server tools were run.",
      notes: [
        "Fewer than requested when a limit was reached.",
        "Each adds what it found to the prompt of the next step.",
        "max_tool_calls limits them.",
      ],
      command: "colloquy explain max_tool_calls",
    },
  ],
);
