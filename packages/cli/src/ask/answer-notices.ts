import { textOf, type ChatCompletion } from "@colloquy/core";

/** What the answer's text does not tell about itself: that a filter ended it, or that there is none. */
export function answerNotices(completion: ChatCompletion): string[] {
  const [choice] = completion.choices;
  if (!choice) return [];
  const filtered = choice.finish_reason === "content_filter";
  return [
    ...(filtered ? ["a filter at the provider ended the answer: it may not be whole"] : []),
    ...(isEmpty(choice.message) ? [emptyWords(completion)] : []),
  ];
}

type Message = ChatCompletion["choices"][number]["message"];

function isEmpty(message: Message): boolean {
  const { tool_calls: calls, images, refusal, audio } = message;
  return textOf(message).trim() === "" && !calls?.length && !images?.length && !refusal && !audio;
}

function emptyWords({ choices, usage }: ChatCompletion): string {
  const reasoned = Boolean(choices[0]?.message.reasoning);
  if (!reasoned) return "the model ended its answer without a word";
  const used = usage?.completion_tokens;
  return `no answer: the model only reasoned${used ? `, in ${used} tokens` : ""}; a larger max_tokens leaves room for both`;
}
