import { InvalidInputError, type ConversationStore, type MessageRecord } from "@colloquy/core";

/** One message by id or unique beginning of it. Throws `InvalidInputError`. */
export async function findMessage(
  store: Pick<ConversationStore, "findMessages">,
  idPrefix: string,
): Promise<MessageRecord> {
  const found = await store.findMessages(idPrefix);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  throw new InvalidInputError({
    message: first
      ? `${JSON.stringify(idPrefix)} begins the ids of ${found.length} messages`
      : `no message has an id that begins with ${JSON.stringify(idPrefix)}`,
    code: first ? "ambiguous" : "unknown_message",
    remedy: first
      ? "Give more of the id."
      : "`colloquy log show --all` lists a conversation's messages.",
    details: { field: "message", given: idPrefix, allowed: found.map(({ id }) => id) },
  });
}
