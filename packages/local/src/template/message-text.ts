import { InvalidInputError, textOf, type ChatMessage } from "@colloquy/core";

/** A message's text for a model that reads text only. Throws `InvalidInputError` for any other content. */
export function plainText(message: ChatMessage, index: number): string {
  const { content } = message;
  if (Array.isArray(content)) {
    const other = content.find((part: { type: string }) => part.type !== "text") as
      { type: string } | undefined;
    if (other)
      throw new InvalidInputError({
        message: `message ${index + 1} has a part of type ${other.type}, the embedded engine reads text only`,
        code: "unsupported_content",
        remedy: "Leave it out, or choose a model on a server that reads it.",
        details: { field: `messages[${index}].content`, given: other.type, allowed: "text" },
      });
  }
  return textOf(message);
}
