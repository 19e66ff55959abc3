import { rowsOf } from "../parameter-spec.ts";

/** Which model and which provider answer. */
export const routingRows = rowsOf("routing", [
  {
    name: "models",
    type: { kind: "texts", max: 3 },
    does: "Models to fall back to, in order, when the first cannot answer.",
    unset: "No fallback.",
    honoured_by: ["openrouter"],
    notes: [
      "Any error goes on to the next: window too small, moderation, rate limit, downtime.",
      "Three at most. One id that does not exist fails the whole request.",
      "The answer's `model` says who answered, and its price counts.",
    ],
    command: `colloquy -m openrouter/auto -o models openrouter/free "Hello"`,
  },
  {
    name: "provider",
    type: { kind: "json", shape: "object" },
    nullable: true,
    does: "Which providers may serve the model, and by what they are chosen.",
    unset: "The cheap ones mostly, by chance, without those that failed lately.",
    honoured_by: ["openrouter"],
    notes: [
      "order, only and ignore name providers; sort is price, throughput, latency or exacto.",
      '{"require_parameters": true} leaves out those that would drop a parameter (404 if none is left).',
      '{"data_collection": "deny"} and {"zdr": true} are about what is kept of your text.',
      "max_price is in dollars a million tokens; order turns load balancing off.",
      "allow_fallbacks false gives you the first provider's own error.",
    ],
    command: `colloquy -m openrouter/auto -o provider '{"sort": "price"}' "Hello"`,
  },
  {
    name: "preset",
    type: { kind: "text" },
    does: "A preset kept at OpenRouter: model, system prompt and parameters by its slug.",
    unset: "None.",
    honoured_by: ["openrouter"],
    notes: [
      "Not the presets of Colloquy: those are `colloquy presets`, used with -t.",
      "What the request says itself wins over it; tools are joined.",
      "Always the latest version is used.",
    ],
    command: "colloquy presets list",
  },
  {
    name: "service_tier",
    type: { kind: "text", choices: ["auto", "default", "fast", "flex", "priority", "scale"] },
    nullable: true,
    does: "Faster and dearer (priority), or slower and cheaper (flex).",
    unset: "The usual service.",
    honoured_by: ["openrouter", "openai"],
    notes: [
      "`fast` is another name of `priority`.",
      "priority may fall back to the usual service; flex does not.",
      "Billed is the tier that served: service_tier of the answer.",
    ],
    command: 'colloquy -m openrouter/auto -o service_tier flex "Hello"',
  },
  {
    name: "route",
    type: { kind: "text", choices: ["fallback", "sort"] },
    nullable: true,
    does: "The old name of provider.sort.partition.",
    unset: "fallback.",
    honoured_by: ["openrouter"],
    notes: [
      "`fallback` tries all providers of one model first, `sort` sorts over all models.",
      "Give provider with sort and partition instead.",
      "Kept for old programs.",
    ],
    command: "colloquy explain provider",
  },
  {
    name: "transforms",
    type: { kind: "texts", choices: ["middle-out"] },
    does: "The old switch for leaving out the middle of a prompt that is too long.",
    unset: "On for windows of 8,192 tokens or less, else off.",
    honoured_by: ["openrouter"],
    notes: [
      "[] turns it off, also for small windows.",
      "What was left out is seen only in openrouter_metadata.",
      "The plugin context-compression took its place.",
    ],
    command: `colloquy -m openrouter/auto -o transforms '[]' "Hello"`,
  },
]);
