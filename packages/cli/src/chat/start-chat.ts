import { readChanges } from "../ask/read-changes.ts";
import { modelChange } from "../ask/model-change.ts";
import { readStdin } from "../ask/read-stdin.ts";
import { sayInherited } from "../ask/say-turn.ts";
import { turnDefaults } from "../ask/turn-defaults.ts";
import type { CommandContext } from "../context.ts";
import { chooseConversation } from "../conversation/choose-conversation.ts";
import type { ExitCode } from "../exit-code.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { chatInPipe } from "./chat-pipe.ts";
import { ChatSession } from "./chat-session.ts";

interface ChatStart {
  /** Named as an argument, not by a flag (`colloquy run MODEL`). */
  model?: string;
}

/** Opens a chat: on a terminal until it is left, in a pipe for what standard input says. */
export async function startChat(
  context: CommandContext,
  input: CommandInput,
  { model }: ChatStart = {},
): Promise<ExitCode> {
  const changes = {
    ...(await readChanges(context, input)),
    ...(model !== undefined && { model: modelChange(model, context) }),
  };
  const conversation = await chooseConversation(context, {
    last: input.flag("continue"),
    named: input.text("conversation"),
  });
  const session = await ChatSession.open(context, {
    changes,
    conversationId: conversation?.id,
    usage: input.flag("usage"),
    force: input.flag("force"),
  });
  if (conversation)
    sayInherited(context, {
      conversation,
      path: await session.path(),
      input: { act: { type: "retry" }, changes, defaults: turnDefaults(context) },
    });
  if (!context.streams.stdin.isTTY) return chatInPipe(session, await readStdin(context));
  const { chatOnTerminal } = await import("./chat-terminal.ts");
  return chatOnTerminal(session);
}
