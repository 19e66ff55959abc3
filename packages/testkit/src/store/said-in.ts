import { textOf, type MessageRecord } from "@colloquy/core";

/** Everything said in a message, as search sees it. */
export function saidIn({ message }: MessageRecord): string {
  const calls = message.tool_calls?.map(
    (call) => `${call.function.name} ${call.function.arguments}`,
  );
  return [textOf(message), message.reasoning, message.refusal, ...(calls ?? [])]
    .filter(Boolean)
    .join("\n");
}
