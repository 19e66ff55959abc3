/** One way an answer can end, in the normalised words of `finish_reason`. */
export interface FinishReasonGuide {
  reason: string;
  means: string;
  /** What to know and do, in a few short lines. */
  notes: readonly string[];
  command: string;
}

/** The reasons an answer can end with. Any other text is legal on the wire and shown as it is. */
export const finishReasonTable: readonly FinishReasonGuide[] = [
  {
    reason: "stop",
    means: "The model ended by itself, or came to one of the stop texts.",
    notes: [
      "The usual end: the answer is whole.",
      "Which of the two it was, finish_reason does not say.",
      "Whole does not mean right.",
      "As a request parameter, stop is the list of texts that end an answer.",
    ],
    command: 'colloquy "What is the capital of France?"',
  },
  {
    reason: "length",
    means: "The answer was cut: at max_tokens, or because the window was full.",
    notes: [
      "The model did not know of the limit; its last sentence just ends.",
      "/continue in a chat goes on where it stopped, in the same message.",
      "Cut JSON cannot be parsed: give max_tokens room when you ask for JSON.",
      "Empty content with length: reasoning used up all of it.",
    ],
    command: 'colloquy -o max_tokens 5 "Tell me a story."',
  },
  {
    reason: "tool_calls",
    means: "The model asks for functions to be called and waits for their results.",
    notes: [
      "What it asks for stands in message.tool_calls.",
      "Run them, send each result as a message with role tool, and ask again.",
      "Some providers say `stop` with tool calls: the calls are what counts.",
      "It can come twice in a stream; the calls are to be run once.",
    ],
    command: "colloquy explain tools",
  },
  {
    reason: "content_filter",
    means: "A filter of the provider held the answer, or the rest of it, back.",
    notes: [
      "What came before is kept and shown.",
      "native_finish_reason has the provider's own word, such as SAFETY.",
      "Other words, or another provider, may pass.",
      "The tokens are billed as a rule.",
    ],
    command: "colloquy explain content_policy_violation",
  },
  {
    reason: "error",
    means: "The answer broke off because something failed at the provider.",
    notes: [
      "The status was 200 by then, so the error stands in the body or in a chunk.",
      "What came before is kept and marked interrupted.",
      "OpenRouter does not charge for an answer that ended so.",
      "Sometimes there is no error object beside it; native_finish_reason may tell more.",
    ],
    command: "colloquy explain provider_unavailable",
  },
];

/** The row as a page of about ten lines, the last a command to try. */
export function finishReasonExplanation(guide: FinishReasonGuide): readonly string[] {
  return [
    `${guide.reason} · finish reason`,
    "Where: choices[0].finish_reason of an answer, or of one of a stream's last chunks.",
    guide.means,
    "Worth knowing:",
    ...guide.notes.map((note) => `  - ${note}`),
    `Try: ${guide.command}`,
  ];
}
