import type { ChatMessage, ChatRequest } from "@colloquy/core";

/** Formats whose thinking is only accepted back with its signature. */
const SIGNED_FORMATS: ReadonlySet<unknown> = new Set(["anthropic-claude-v1", "google-gemini-v1"]);

/**
 * The request as it goes over the wire. Parameters travel as they are. Only what is not the wire's is
 * taken off messages (`token_ids`), and what every server of that kind refuses: thinking that was cut
 * before its signature came, and empty text beside tool calls.
 */
export function requestBody(
  request: ChatRequest,
  { usageInStream = true }: { usageInStream?: boolean } = {},
): string {
  const stream = request.stream ?? true;
  const wantsUsage = stream && usageInStream && request["stream_options"] === undefined;
  return JSON.stringify({
    ...request,
    messages: request.messages.map(wireMessage),
    stream,
    ...(wantsUsage ? { stream_options: { include_usage: true } } : {}),
  });
}

function wireMessage(message: ChatMessage): ChatMessage {
  const { token_ids: tokenIds, reasoning_details: details, content, tool_calls: calls } = message;
  const isEmptyCall = content === "" && calls !== undefined && calls.length > 0;
  const signed = details?.filter(isAccepted);
  const isCut = signed !== undefined && signed.length !== details?.length;
  if (tokenIds === undefined && !isEmptyCall && !isCut) return message;
  const { token_ids: _ids, ...rest } = message;
  if (isEmptyCall) rest.content = null;
  if (isCut) rest.reasoning_details = signed;
  return rest;
}

function isAccepted(detail: unknown): boolean {
  if (typeof detail !== "object" || detail === null) return true;
  const { type, format, signature } = detail as Record<string, unknown>;
  return type !== "reasoning.text" || !SIGNED_FORMATS.has(format) || Boolean(signature);
}
