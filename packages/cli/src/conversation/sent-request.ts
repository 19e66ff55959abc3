import {
  InvalidInputError,
  planEverything,
  type ChatRequest,
  type MessageRecord,
} from "@colloquy/core";

/** The request that was sent for the answer that ends `path`, rebuilt from what is stored. */
export async function sentRequest(path: readonly MessageRecord[]): Promise<ChatRequest> {
  const index = path.findLastIndex(({ answer }) => answer !== null);
  const row = path[index];
  const asked = path[index - 1];
  if (!row?.answer || !asked)
    throw new InvalidInputError({
      message: "no answer here, so nothing was sent",
      code: "nothing_sent",
      remedy: "Name a conversation or a message that has one: `colloquy log list`.",
    });
  const {
    model,
    system,
    preset = null,
    parameters,
    transport,
    completion,
    continues_id,
  } = row.answer;
  const { messages } = await planEverything({
    conversation_id: row.conversation_id,
    path: path.slice(0, index - 1),
    message: asked,
    settings: { model, system, preset, parameters },
    request: { ...parameters, model },
    previous: null,
    readsTokenIds: false,
  });
  const begun =
    continues_id === undefined ? [] : [begunAnswer(row, completion?.choices[0]?.message.content)];
  return { model, messages: [...messages, ...begun], ...parameters, ...transport };
}

/** A continued answer was sent with the text it had: all of its text but what came then. */
function begunAnswer({ message }: MessageRecord, added: unknown): MessageRecord["message"] {
  const text = typeof message.content === "string" ? message.content : "";
  const tail = typeof added === "string" ? added : "";
  return {
    role: "assistant",
    content: text.endsWith(tail) ? text.slice(0, text.length - tail.length) : text,
  };
}
