import { textOf } from "@colloquy/core";
import { sayTiny } from "../ask/say-turn.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { errorLines } from "../render/error-lines.ts";
import { sanitise } from "../render/sanitise.ts";
import { chatCommands, handleLine } from "./chat-commands.ts";
import type { ChatSession } from "./chat-session.ts";
import { MessageLines } from "./message-lines.ts";
import { TerminalLines } from "./terminal-lines.ts";

/** A chat on a terminal, until Ctrl-D, /bye, or Ctrl-C twice. */
export async function chatOnTerminal(session: ChatSession): Promise<ExitCode> {
  const { context } = session;
  const { screen, streams } = context;
  await prepare(session);
  const { model } = await session.settings();
  screen.say(
    `${screen.err.bold("colloquy")} ${screen.err.dim(`· ${sanitise(model)} · /help, Ctrl-D leaves`)}`,
  );
  sayTiny(context, model);
  let warned = false;
  const lines = new TerminalLines({
    streams,
    history: await earlierMessages(session),
    complete: completeCommand,
    onInterrupt(empty) {
      if (session.interrupt()) return;
      if (empty && warned) return lines.close();
      warned = empty;
      lines.clear();
      if (empty) screen.say(screen.err.dim("Ctrl-C again, Ctrl-D or /bye leaves"));
    },
  });
  context.signal.addEventListener("abort", () => lines.close(), { once: true });
  try {
    await converse(session, lines, () => (warned = false));
  } finally {
    lines.close();
  }
  return context.signal.aborted ? exitCode.interrupted : exitCode.done;
}

async function converse(
  session: ChatSession,
  lines: TerminalLines,
  onLine: () => void,
): Promise<void> {
  const { screen } = session.context;
  const message = new MessageLines();
  let prefilled = "";
  let editing = false;
  for (;;) {
    const prompt = message.isOpen ? "… " : editing ? "edit › " : "› ";
    const line = await lines.next(screen.err.cyan(prompt), prefilled);
    prefilled = "";
    onLine();
    if (line === undefined) return;
    const whole = line
      .split("\n")
      .reduce<string | undefined>((_, each) => message.add(each), undefined);
    const text = line.includes("\n") && whole !== undefined && !line.includes('"""') ? line : whole;
    if (text === undefined || text.trim() === "") continue;
    const act = editing;
    editing = false;
    try {
      const step = await handleLine(session, act ? `/edit ${text}` : text);
      screen.say("");
      if (step.type === "leave") return;
      if (step.type === "edit") [prefilled, editing] = [step.text, true];
    } catch (error) {
      for (const words of errorLines(toErrorRecord(error), screen.err)) screen.say(words);
    }
  }
}

/** Gets a model inside ready with a word about what takes long, so that the first question need not wait. */
async function prepare(session: ChatSession): Promise<void> {
  const { progressLine } = await import("../render/progress-line.ts");
  const { context } = session;
  const { model: name } = await session.settings();
  const model = await context.model(name);
  if (!model.prepare) return;
  const progress = progressLine(context.streams, context.screen);
  try {
    await model.prepare({ signal: context.signal, onProgress: (told) => progress.show(told) });
  } finally {
    progress.clear();
  }
}

function completeCommand(line: string): [string[], string] {
  const names = chatCommands.map(({ name }) => `/${name}`);
  return [line.startsWith("/") ? names.filter((name) => name.startsWith(line)) : [], line];
}

/** What was said before, newest first, for the arrow keys: out of the store, so that a deletion deletes it here too. */
async function earlierMessages({ context }: ChatSession): Promise<string[]> {
  if (!context.config.get("log")) return [];
  const { conversations } = await context.store();
  const texts: string[] = [];
  for (const { id } of await conversations.list({ limit: 5 }))
    for (const { message } of (await conversations.path(id)).toReversed())
      if (message.role === "user") texts.push(textOf(message));
  return texts.filter((text) => !text.includes("\n")).slice(0, 200);
}
