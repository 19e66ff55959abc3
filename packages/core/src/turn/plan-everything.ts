import type { ChatMessage } from "../chat/message.ts";
import { textOf } from "../chat/message.ts";
import type { PlannedTurn, PlanTurn } from "./turn-ports.ts";

/** The simplest plan: the system prompt, everything said on the path, the new message. */
export function planEverything({
  path,
  message,
  settings,
  readsTokenIds,
}: PlanTurn): Promise<PlannedTurn> {
  const said = path.map((record) => record.message).filter(isSendable);
  const messages: ChatMessage[] = [
    ...(settings.system === null ? [] : [{ role: "system" as const, content: settings.system }]),
    ...said,
    ...(message ? [message.message] : []),
  ].map((each) => (readsTokenIds ? each : withoutTokenIds(each)));
  return Promise.resolve({ messages, record: null, notices: [] });
}

/** An answer of which nothing came has nothing to be sent; many servers refuse an empty one. */
function isSendable(message: ChatMessage): boolean {
  return (
    message.role !== "assistant" || textOf(message) !== "" || Boolean(message.tool_calls?.length)
  );
}

function withoutTokenIds({ token_ids: _kept, ...message }: ChatMessage): ChatMessage {
  return message;
}
