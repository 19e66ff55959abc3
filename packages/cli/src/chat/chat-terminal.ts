import { textOf } from "@colloquy/core";
import { sayTiny } from "../ask/say-turn.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { errorLines } from "../render/error-lines.ts";
import { sanitise } from "../render/sanitise.ts";
import { stay, type ChatStep } from "./chat-command.ts";
import { chatCommands, handleLine } from "./chat-commands.ts";
import type { ChatSession } from "./chat-session.ts";
import { MessageLines } from "./message-lines.ts";
import { LINE_BREAK } from "./paste-input.ts";
import { TerminalLines } from "./terminal-lines.ts";

/** A message longer than this is not offered again by the arrow keys. */
const LONGEST_RECALLED = 2_000;

/** A chat on a terminal, until Ctrl-D, /bye, or Ctrl-C twice. */
export async function chatOnTerminal(session: ChatSession): Promise<ExitCode> {
  const { context } = session;
  const { screen, streams } = context;
  await prepare(session);
  const { model } = await session.settings();
  screen.say(
    `${screen.err.bold("colloquy")} ${screen.err.dim(`· ${sanitise(model)} · /help · Ctrl-C stops an answer, Ctrl-D leaves`)}`,
  );
  sayTiny(context, model);
  let warned = false;
  const lines = new TerminalLines({
    streams,
    history: await earlierMessages(session),
    marksPastes: context.env["TERM"] !== "dumb",
    complete: completeCommand,
    onInterrupt(empty) {
      if (session.interrupt()) return;
      if (empty && warned) return lines.close();
      warned = empty;
      lines.clear(empty ? screen.err.dim("Ctrl-C again, Ctrl-D or /bye leaves") : undefined);
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
  /** What is being said differently, while that is typed. */
  let edited: string | undefined;
  for (;;) {
    const prompt = message.isOpen ? "… " : edited === undefined ? "› " : "edit › ";
    const line = await lines.next(screen.err.cyan(prompt), message.isOpen ? "" : edited);
    onLine();
    if (line === undefined) return;
    const text = joined(message, line);
    if (message.isOpen) continue;
    const isEdit = edited !== undefined && !text?.startsWith("/");
    edited = undefined;
    if (text === undefined || text.trim() === "") continue;
    const step = await respond(session, isEdit ? `/edit ${text}` : text);
    if (step.type === "leave") return;
    if (step.type === "edit") edited = step.text;
  }
}

/** The message that a line completes. A paste of several lines is one message, quotes or not. */
function joined(message: MessageLines, line: string): string | undefined {
  const pasted = line.split("\n");
  if (pasted.length > 1 && !message.isOpen && !line.includes('"""')) return line;
  return pasted.reduce<string | undefined>((whole, each) => message.add(each) ?? whole, undefined);
}

async function respond(session: ChatSession, text: string): Promise<ChatStep> {
  const { screen } = session.context;
  try {
    const step = await handleLine(session, text);
    screen.say("");
    return step;
  } catch (error) {
    for (const words of errorLines(toErrorRecord(error), screen.err)) screen.say(words);
    return stay;
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
  // What was piped in once may not reach the terminal as it is.
  return texts
    .filter((text) => text.length < LONGEST_RECALLED && sanitise(text) === text)
    .map((text) => text.replaceAll("\n", LINE_BREAK))
    .slice(0, 200);
}
