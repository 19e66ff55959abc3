import { fieldsOf } from "./response-field.ts";

/** What Colloquy adds. */
export const ownFields = fieldsOf({ group: "own", command: 'colloquy "Hello" --json' }, [
  {
    name: "state",
    path: "state of `--json`, and of every stored answer",
    value: "complete, interrupted or failed; streaming while another process writes",
    means: "Whether the answer is whole.",
    notes: [
      "interrupted: something had come, then it broke off; what came is kept.",
      "failed: nothing came.",
      "A stream that ended without a finish_reason is interrupted, even after [DONE].",
    ],
  },
  {
    name: "parameters",
    path: "parameters of `--json`",
    value: "an object, {} when nothing was set",
    means: "The parameters as they were sent: what was set, and nothing else.",
    notes: [
      "Unset stays unset: no default is ever added.",
      "-c inherits them from the turn before and says so.",
      "-o KEY=unset takes one away.",
    ],
    command: 'colloquy -t code "Write a loop." --json',
  },
  {
    name: "effective_parameters",
    path: "effective_parameters of `--json`",
    value: "an object; missing where an engine does not tell",
    means: "What the engine really used, its own defaults included.",
    notes: [
      "The model inside tells it: temperature 0.2 is its card's, when you set none.",
      "Servers do not tell; what unset means there is the provider's business.",
      "The seed in it repeats the answer.",
    ],
  },
  {
    name: "ignored_parameters",
    path: "ignored_parameters of `--json`",
    value: "a list of names; missing where an engine does not tell",
    means: "What was sent and had no effect.",
    notes: [
      "The model inside tells it and warns.",
      "Providers mostly drop what they do not know without a word.",
      "provider.require_parameters makes OpenRouter choose only those that know all.",
    ],
    command: 'colloquy -o top_a 0.5 "Hello" --json',
  },
  {
    name: "token_ids",
    path: "choices[0].token_ids, from the model inside",
    value: "a list of whole numbers",
    means: "The answer's tokens by their ids.",
    notes: [
      "Text read again can be cut into other tokens; ids are exact.",
      "With them the next turn goes on from what was processed already.",
      "They belong to one model's tokenizer.",
    ],
  },
  {
    name: "timing",
    path: "timing of `--json`",
    value: "started_at (ISO 8601, UTC), first_token_ms, total_ms",
    means: "How long it took, measured here.",
    notes: [
      "first_token_ms is the wait for the first text, with reading the prompt in it.",
      "Comments and white space that keep a connection alive are not tokens.",
      "first_token_ms is null when nothing came.",
    ],
  },
]);
