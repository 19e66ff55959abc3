import type { Scenario } from "../scenario.ts";
import { contents, saying } from "./saying.ts";

const reasoningText = "The user greets. A line about the weather will do.";

const reasoningOnly = saying({
  name: "reasoning-only",
  summary: "Reasoning used up max_tokens; there is no content.",
  contract: "Reasoning counts as output; length without content is legal.",
  deltas: [
    { content: "", reasoning: reasoningText.slice(0, 20) },
    { reasoning: reasoningText.slice(20) },
  ],
  message: { content: null, reasoning: reasoningText },
  reason: "length",
  expect: { text: "" },
});

/** The reasoning as a provider of the Anthropic kind returns it: the signature comes late and alone. */
export const signedReasoning = [
  {
    type: "reasoning.text",
    text: reasoningText,
    signature: "c2lnbmVkIGJ5IHRoZSBwYXJsb3Vy",
    format: "anthropic-claude-v1",
    index: 0,
  },
] as const;

const { signature, text: _text, ...signed } = signedReasoning[0];

const signedDeltas = [
  {
    content: "",
    reasoning: reasoningText.slice(0, 20),
    reasoning_details: [{ ...signed, text: reasoningText.slice(0, 20) }],
  },
  {
    content: "",
    reasoning: reasoningText.slice(20),
    reasoning_details: [{ ...signed, text: reasoningText.slice(20) }],
  },
  ...contents.slice(0, 3),
  { content: "", reasoning_details: [{ ...signed, signature }] },
  ...contents.slice(3),
];

const reasoningDetails = saying({
  name: "reasoning-details",
  summary: "Reasoning as text, its signature late and alone, then the answer.",
  contract: "reasoning_details are kept whole and sent back unchanged and in order.",
  deltas: signedDeltas,
  message: { reasoning: reasoningText, reasoning_details: signedReasoning },
});

const encrypted = [
  { type: "reasoning.summary", summary: "A greeting.", format: "openai-responses-v1", index: 0 },
  { type: "reasoning.encrypted", data: "bm90IGZvciB5b3U=", id: "rs_1", index: 1 },
  { type: "reasoning.hummed", tune: "something new" },
];

const reasoningEncrypted = saying({
  name: "reasoning-encrypted",
  summary: "A summary, an encrypted piece, and one of a kind that nobody knows.",
  contract: "Unknown kinds of reasoning are kept like the known ones.",
  deltas: [...encrypted.map((detail) => ({ reasoning_details: [detail] })), ...contents],
  message: { reasoning_details: encrypted },
});

const reasoningContent = saying({
  name: "reasoning-content",
  summary: "Reasoning comes under its other name, reasoning_content.",
  contract: "Some servers say reasoning_content; it is no part of the content.",
  deltas: [{ reasoning_content: reasoningText }, ...contents],
  message: { reasoning_content: reasoningText },
});

export const reasoningScenarios: readonly Scenario[] = [
  reasoningOnly,
  reasoningDetails,
  reasoningEncrypted,
  reasoningContent,
];
