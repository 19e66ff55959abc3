import { textOf, type ConversationRecord, type TurnInput } from "@colloquy/core";
import { chooseConversation, memoryOf } from "../conversation/choose-conversation.ts";
import type { CommandContext } from "../context.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { firstCodeBlock } from "../render/code-block.ts";
import { dryRun } from "./dry-run.ts";
import { openTurn, type OpenTurn } from "./open-turn.ts";
import { readChanges } from "./read-changes.ts";
import { readQuestion } from "./read-question.ts";
import { showTurn } from "./show-turn.ts";
import { sayEnd, sayInherited } from "./say-turn.ts";
import { turnDefaults } from "./turn-defaults.ts";
import { turnJson } from "./turn-json.ts";
import { turnStatus, type TurnReport } from "./turn-report.ts";

/** `colloquy ask`: reads the question, runs one turn, shows what came of it. */
export async function askOnce(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const changes = await readChanges(context, input);
  const text = await readQuestion(context, { words: input.words, files: input.list("file") });
  const conversation = await chooseConversation(context, {
    last: input.flag("continue"),
    named: input.text("conversation"),
  });
  const turnInput: TurnInput = {
    act: { type: "send", message: { role: "user", content: text } },
    changes,
    defaults: turnDefaults(context),
    transport: { stream: context.config.get("stream") },
    signal: context.signal,
    ...(conversation && { conversation_id: conversation.id }),
  };
  const log = context.config.get("log");
  const turn = await openTurn(context, {
    log,
    ...(conversation && { conversationId: conversation.id }),
    dryRun: input.flag("dryRun"),
  });
  if (input.flag("dryRun"))
    return dryRun(context, { input: turnInput, turn, json: input.flag("json") });
  if (conversation) await announce(context, { conversation, turn, input: turnInput });
  const report = await showTurn(
    context,
    { input: turnInput, turn },
    {
      hidden: input.flag("json") || input.flag("extract"),
      ...(log && { onBegun: (id: string) => memoryOf(context).remember(id) }),
    },
  );
  return conclude(context, input, report);
}

interface Continued {
  conversation: ConversationRecord;
  turn: OpenTurn;
  input: TurnInput;
}

async function announce(
  context: CommandContext,
  { conversation, turn, input }: Continued,
): Promise<void> {
  const path = await turn.ports.store.path(conversation.id);
  sayInherited(context, { conversation, path, input });
}

function conclude(context: CommandContext, input: CommandInput, report: TurnReport): ExitCode {
  const { screen } = context;
  if (input.flag("json")) screen.print(`${JSON.stringify(turnJson(report))}\n`);
  else if (input.flag("extract")) return concludeExtract(context, report);
  sayEnd(context, report, { usage: input.flag("usage"), inChat: false });
  return turnStatus(context, report);
}

function concludeExtract(context: CommandContext, report: TurnReport): ExitCode {
  const { screen } = context;
  const message = report.end?.completion?.choices[0]?.message;
  const text = message ? textOf(message) : "";
  const block = firstCodeBlock(text);
  if (block !== undefined) screen.print(`${block}\n`);
  sayEnd(context, report, { usage: false, inChat: false });
  const status = turnStatus(context, report);
  if (block !== undefined || status !== exitCode.done) return status;
  screen.say(
    `${screen.err.red("error")}: the answer has no code block; it is in \`colloquy log show\``,
  );
  return exitCode.failed;
}
