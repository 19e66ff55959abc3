import { rowsOf } from "../parameter-spec.ts";

/** What makes a token that was used already less likely. */
export const penaltyRows = rowsOf("penalty", [
  {
    name: "frequency_penalty",
    type: { kind: "number", min: -2, max: 2 },
    nullable: true,
    does: "Takes this much off a token's logit for each time it was used already.",
    unset: "0, which is off.",
    honoured_by: ["local", "openrouter", "openai", "llamacpp", "vllm", "ollama", "lmstudio"],
    notes: [
      "It acts before temperature: a penalty of .6 weighs five times as much at temperature .2 as at 1.",
      "It hits `the`, commas and JSON's braces like any other token.",
      "Negative values invite repetition.",
      "The model inside counts the answer's tokens, not the prompt's.",
    ],
    command: 'colloquy -o frequency_penalty 0.8 "List ten animals."',
  },
  {
    name: "presence_penalty",
    type: { kind: "number", min: -2, max: 2 },
    nullable: true,
    does: "Takes this much off a token's logit once it was used at all, however often.",
    unset: "0, which is off.",
    honoured_by: ["local", "openrouter", "openai", "llamacpp", "vllm", "ollama", "lmstudio"],
    notes: [
      "One use costs the same as ten, so it pushes to new words rather than fewer repeats.",
      "Like the frequency penalty it acts before temperature, so a low temperature sharpens it.",
      "Negative values hold the model to words it has used.",
    ],
    command: 'colloquy -o presence_penalty 0.6 "Describe the sea."',
  },
  {
    name: "repetition_penalty",
    also: ["repeat_penalty", "rep_pen"],
    type: { kind: "number", min: 0, max: 2, exclusiveMin: true },
    nullable: true,
    does: "Divides the logit of a token that was used by this, or multiplies it where it is negative.",
    unset: "1, which is off.",
    honoured_by: ["local", "openrouter", "vllm"],
    notes: [
      "Above 1 it punishes, below 1 it invites; 1.1 is much already.",
      "It depends on where a model's logits lie, so the same value means something else elsewhere.",
      "That is why its effect cannot be computed from an API's logprobs.",
      "llama.cpp and LM Studio call it repeat_penalty.",
    ],
    command: 'colloquy -o repetition_penalty 1.1 "Tell me a story."',
  },
]);
