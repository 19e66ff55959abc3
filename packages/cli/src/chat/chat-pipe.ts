import { sayTiny } from "../ask/say-turn.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { exitCodeOf } from "../error/exit-code-of.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { errorLines } from "../render/error-lines.ts";
import { findChatCommand, handleLine } from "./chat-commands.ts";
import type { ChatSession } from "./chat-session.ts";
import { MessageLines } from "./message-lines.ts";

/**
 * Answers standard input: as one message, or, when a line of it is a /command of the chat, line by line as
 * if it had been typed. A script ends at the first thing that goes wrong.
 */
export async function chatInPipe(session: ChatSession, input: string): Promise<ExitCode> {
  try {
    const messages = messagesOf(input);
    for (const message of messages) {
      const step = await handleLine(session, message);
      if (step.type !== "stay") break;
      const status = session.status();
      if (status !== exitCode.done) return status;
    }
    if (messages.length > 0) sayTiny(session.context, (await session.settings()).model);
    return exitCode.done;
  } catch (error) {
    const record = toErrorRecord(error);
    for (const words of errorLines(record, session.context.screen.err))
      session.context.screen.say(words);
    return exitCodeOf(record);
  }
}

function messagesOf(input: string): string[] {
  const lines = input.split(/\r?\n/);
  if (!lines.some(isCommand)) return input.trim() === "" ? [] : [input.replace(/\r?\n$/, "")];
  const together = new MessageLines();
  const messages = lines.flatMap((line) => together.add(line) ?? []);
  const rest = together.rest();
  return [...messages, ...(rest === undefined ? [] : [rest])].filter(
    (message) => message.trim() !== "",
  );
}

function isCommand(line: string): boolean {
  if (!line.startsWith("/")) return false;
  try {
    return findChatCommand(line) !== undefined;
  } catch {
    return false;
  }
}
