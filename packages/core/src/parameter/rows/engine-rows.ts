import { rowsOf } from "../parameter-spec.ts";

/** Sampling as llama.cpp has it and the lab computes it; hosted providers mostly do not know these. */
export const engineRows = rowsOf("sampling", [
  {
    name: "typical_p",
    also: ["typical"],
    type: { kind: "number", min: 0, max: 1, exclusiveMin: true },
    does: "Keeps the tokens whose surprise is nearest to the expected one, until they add up to typical_p.",
    unset: "1, which is off.",
    honoured_by: ["llamacpp"],
    notes: [
      "Tokens are ordered by how far −ln p lies from the entropy, not by probability.",
      "So it can drop the likeliest token, which top_p, top_k and min_p never do.",
      "Servers that do not know the field ignore it.",
    ],
    command: 'colloquy -m llamacpp:any -o typical_p 0.5 "Begin a story."',
  },
  {
    name: "xtc_probability",
    type: { kind: "number", min: 0, max: 1 },
    does: "How often, at each token, the obvious choices are taken away (exclude top choices).",
    unset: "0, which is off.",
    honoured_by: ["llamacpp"],
    notes: [
      "When it strikes, of all tokens at or above xtc_threshold only the least likely stays.",
      "It needs two such tokens: where the model is sure of one, nothing happens.",
      "It acts at temperature 0 too, so 0 is then not repeatable without a seed.",
    ],
    command: 'colloquy -m llamacpp:any -o xtc_probability 0.5 "Begin a story."',
  },
  {
    name: "xtc_threshold",
    type: { kind: "number", min: 0, max: 1 },
    does: "From which probability a token counts as an obvious choice for XTC.",
    unset: "0.1.",
    honoured_by: ["llamacpp"],
    notes: [
      "Above .5 there cannot be two such tokens, so XTC is off.",
      "It does nothing while xtc_probability is 0.",
      "Lower values take more choices away and let odder words through.",
    ],
    command:
      'colloquy -m llamacpp:any -o xtc_probability 0.5 -o xtc_threshold 0.2 "Begin a story."',
  },
  {
    name: "dry_multiplier",
    group: "penalty",
    type: { kind: "number", min: 0 },
    does: "Punishes a token that would go on with a sequence already written (don't repeat yourself).",
    unset: "0, which is off.",
    honoured_by: ["llamacpp"],
    notes: [
      "The penalty is multiplier × base ^ (length of the repeat − allowed length), so it grows fast.",
      "It breaks loops that the frequency penalty only bends, and leaves single words alone.",
      "Line breaks, colons, quotes and asterisks end a match: lists may look alike.",
    ],
    command: 'colloquy -m llamacpp:any -o dry_multiplier 0.8 "List ten cities."',
  },
  {
    name: "dry_base",
    group: "penalty",
    type: { kind: "number", min: 1 },
    does: "How fast the DRY penalty grows with each further repeated token.",
    unset: "1.75.",
    honoured_by: ["llamacpp"],
    notes: [
      "At 1 the penalty is the same however long the repeat is.",
      "It does nothing while dry_multiplier is 0.",
      "The exponent is limited, so the sum stays a finite number.",
    ],
    command: 'colloquy -m llamacpp:any -o dry_multiplier 0.8 -o dry_base 2 "List ten cities."',
  },
  {
    name: "dry_allowed_length",
    group: "penalty",
    type: { kind: "integer", min: 0 },
    does: "How many repeated tokens DRY lets pass before it punishes the next.",
    unset: "2.",
    honoured_by: ["llamacpp"],
    notes: [
      "Names and set phrases are short repeats: a larger value spares them.",
      "It does nothing while dry_multiplier is 0.",
      "Counted in tokens, not words.",
    ],
    command:
      'colloquy -m llamacpp:any -o dry_multiplier 0.8 -o dry_allowed_length 4 "List ten cities."',
  },
  {
    name: "dry_penalty_last_n",
    group: "penalty",
    type: { kind: "integer", min: -1 },
    does: "How many of the last tokens DRY searches for repeats; −1 is all of them.",
    unset: "All of them.",
    honoured_by: ["llamacpp"],
    notes: [
      "0 turns DRY off.",
      "A small window forgets long loops; a large one costs a little time.",
      "It does nothing while dry_multiplier is 0.",
    ],
    command:
      'colloquy -m llamacpp:any -o dry_multiplier 0.8 -o dry_penalty_last_n 256 "List ten cities."',
  },
  {
    name: "repeat_last_n",
    group: "penalty",
    type: { kind: "integer", min: -1 },
    does: "How many of the last tokens the penalties count; 0 is none, −1 all of them.",
    unset: "64 in llama.cpp, the prompt's included; the model inside counts its whole answer.",
    honoured_by: ["llamacpp"],
    notes: [
      "With a short window a word is free again after a while.",
      "vLLM and Transformers have no window: they count everything.",
      "It changes nothing while every penalty is off.",
    ],
    command:
      'colloquy -m llamacpp:any -o repetition_penalty 1.1 -o repeat_last_n 256 "Tell me a story."',
  },
]);
