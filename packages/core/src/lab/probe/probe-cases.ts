import type { ProbeAnswer, ProbeArm, ProbeCase, ProbeSetting } from "./probe.ts";

const ask = (content: string): readonly { role: "user"; content: string }[] => [
  { role: "user", content },
];

/** The first word, folded: what the first tokens of an answer decide. */
export function firstWord({ text }: ProbeAnswer): string {
  return (/[\p{L}\p{N}]+/u.exec(text)?.[0] ?? text.trim().slice(0, 8)).toLowerCase();
}

/**
 * Prompts whose first word is open, to a large model as to a tiny one: one where few words are likely and what
 * scatters shows, one where many are and what gathers shows.
 */
const spread: ProbeSetting = {
  name: "first word",
  prompts: [
    ask("Describe a forest in one sentence."),
    ask("Say a random word. Answer with that word alone."),
  ],
  base: { temperature: 1, max_tokens: 5 },
  samples: 72,
  category: firstWord,
};

/**
 * Answers that say words again: out of habit, on request, and by chance. A penalty that does not grow with the
 * count moves only what is less than certain.
 */
const repeating: ProbeSetting = {
  name: "repetition",
  prompts: [
    ask("List twenty animals, separated by commas."),
    ask("Write a poem in which every line is the same."),
    ask("Toss a coin twenty times. Write only H or T for each toss, separated by spaces."),
  ],
  base: { temperature: 0.2, max_tokens: 40 },
  samples: 30,
  category: ({ text }) => repetition(text),
};

const lists: ProbeSetting = {
  name: "list",
  prompts: [ask("Write these letters, separated by commas: a, b, c, d, e, f, g, h")],
  base: { temperature: 0.2, max_tokens: 24 },
  samples: 10,
  category: ({ text }) => (text.includes(",") ? "goes past the comma" : "stops before a comma"),
};

const lengths: ProbeSetting = {
  name: "length",
  prompts: [ask("Tell a story of about five hundred words about rain.")],
  base: { temperature: 1, max_tokens: 24 },
  samples: 10,
  category: ({ completion_tokens, text }) =>
    (completion_tokens ?? text.trim().split(/\s+/).length) <= 2 ? "at most 2 tokens" : "longer",
};

const shapes: ProbeSetting = {
  name: "shape",
  prompts: [ask("Name a colour and an animal, as JSON or as a sentence.")],
  base: { temperature: 1, max_tokens: 48 },
  samples: 10,
  category: ({ text, has_logprobs }) =>
    `${text.trimStart().startsWith("{") ? "an object" : "prose"}${has_logprobs ? " with logprobs" : ""}`,
};

/** Which of the first four words are the same, as 0100 for "H T H H", and how often any word is said, in doublings. */
function repetition(text: string): string {
  const words = [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word);
  const counts = [...Map.groupBy(words, (word) => word).values()].map(({ length }) => length);
  const most = Math.max(0, ...counts);
  const first = words.slice(0, 4);
  return `${first.map((word) => first.indexOf(word)).join("")} ${Math.floor(Math.log2(most))}`;
}

const gather = (value: unknown): readonly ProbeArm[] => [
  { name: "extreme", value, moves: "gather" },
];
const elsewhere = (value: unknown): readonly ProbeArm[] => [
  { name: "extreme", value, moves: "elsewhere" },
];

/** Every parameter that can be probed, each at a value whose effect cannot be missed where it is honoured. */
export const probeCases: readonly ProbeCase[] = [
  {
    parameter: "temperature",
    setting: spread,
    arms: [
      { name: "low", value: 0, moves: "gather" },
      { name: "high", value: 2, moves: "scatter", times: 2 },
    ],
  },
  { parameter: "top_p", setting: spread, arms: gather(0.01) },
  { parameter: "top_k", setting: spread, arms: gather(1) },
  { parameter: "min_p", setting: spread, arms: gather(1) },
  { parameter: "top_a", setting: spread, arms: gather(1) },
  { parameter: "seed", setting: spread, arms: gather(20_251) },
  { parameter: "frequency_penalty", setting: repeating, arms: elsewhere(2) },
  { parameter: "presence_penalty", setting: repeating, arms: elsewhere(2) },
  { parameter: "repetition_penalty", setting: repeating, arms: elsewhere(2) },
  { parameter: "stop", setting: lists, arms: elsewhere([","]) },
  {
    parameter: "max_tokens",
    setting: lengths,
    arms: [
      { name: "low", value: 1, moves: "elsewhere" },
      { name: "high", value: 400, moves: "gather" },
    ],
  },
  { parameter: "logprobs", setting: shapes, arms: elsewhere(true) },
  { parameter: "response_format", setting: shapes, arms: elsewhere({ type: "json_object" }) },
];
