import { rowsOf } from "../parameter-spec.ts";

/** Where an answer ends. */
export const lengthRows = rowsOf("length", [
  {
    name: "max_tokens",
    also: ["num_predict", "n_predict", "max_new_tokens", "max_output_tokens", "max_length"],
    type: { kind: "integer", min: 1 },
    nullable: true,
    does: "Cuts the answer after this many tokens.",
    unset:
      "As many as the provider allows; the model inside stops at its declared 1,024, a file of your own at its window.",
    honoured_by: ["local", "openrouter", "openai", "llamacpp", "vllm", "ollama", "lmstudio"],
    notes: [
      "It does not make answers shorter: the model does not know of it and is cut off.",
      "A cut answer ends with finish_reason `length`; /continue in a chat goes on.",
      "Ask for brevity in words, and keep this as a limit on what an answer may cost.",
      "Reasoning counts too: a thinking model can use it all up before it says a word.",
      "About 4 tokens are 3 English words. Some providers refuse less than 16.",
    ],
    command: 'colloquy -o max_tokens 10 "Tell me a story."',
  },
  {
    name: "max_completion_tokens",
    type: { kind: "integer", min: 1 },
    nullable: true,
    does: "The newer name of max_tokens, the same limit.",
    unset: "As many as the provider allows.",
    honoured_by: ["local", "openrouter", "openai", "llamacpp", "vllm"],
    notes: [
      "OpenAI's reasoning models take only this name.",
      "OpenRouter takes both; where both are given this one wins on the model inside.",
      "Before a paid answer OpenRouter checks that the account could afford this many.",
    ],
    command: 'colloquy -o max_completion_tokens 10 "Tell me a story."',
  },
  {
    name: "stop",
    also: ["stop_sequences"],
    type: { kind: "texts", max: 4, orText: true },
    nullable: true,
    does: "Ends the answer when one of these texts appears; the text itself is left out.",
    unset: "The model ends by itself, or at max_tokens.",
    honoured_by: ["local", "openrouter", "openai", "llamacpp", "vllm", "ollama", "lmstudio"],
    notes: [
      "One text, or up to four as a JSON list.",
      `For a line break give JSON: -o stop '"\\n"'.`,
      "finish_reason is `stop`, as when the model ends by itself.",
      "It saves tokens where the shape of the answer is known: a line, a list's end.",
    ],
    command: 'colloquy -o stop "6" "Count from 1 to 10."',
  },
]);
