import {
  shownState,
  type ConversationRecord,
  type MessageRecord,
  type TurnInput,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { errorLines } from "../render/error-lines.ts";
import { sanitise } from "../render/sanitise.ts";
import { shortId } from "../render/short-id.ts";
import { parameterWords, statusLine } from "../render/status-line.ts";
import { embeddedModels } from "../server/model-name.ts";
import { answerNotices } from "./answer-notices.ts";
import type { EndEvent, TurnReport } from "./turn-report.ts";
import { counted } from "../render/counted.ts";

interface Inherited {
  conversation: ConversationRecord;
  /** Its path as it stands. */
  path: readonly MessageRecord[];
  input: TurnInput;
}

/** Says which conversation goes on, and what of its settings is inherited. */
export function sayInherited(
  { screen, environment }: CommandContext,
  { conversation, path, input }: Inherited,
): void {
  const answer = path.findLast((record) => record.answer !== null)?.answer;
  const { changes } = input;
  const given = new Set([
    ...Object.keys(changes?.set ?? {}),
    ...Object.keys(changes?.preset?.parameters ?? {}),
    ...(changes?.unset ?? []),
  ]);
  const kept = Object.entries(answer?.parameters ?? {}).filter(([name]) => !given.has(name));
  const parts = [
    ...(answer && changes?.model === undefined ? [answer.model] : []),
    ...(answer?.system && changes?.system === undefined ? ["its system prompt"] : []),
    ...(kept.length > 0 ? [parameterWords(Object.fromEntries(kept))] : []),
  ];
  const title = `“${sanitise(conversation.title ?? "untitled")}” (${shortId(conversation.id)})`;
  const words = parts.length > 0 ? `, with ${sanitise(parts.join(", "))}` : "";
  screen.say(screen.err.dim(`going on with ${title}${words}`));
  const last = path.at(-1);
  if (last && shownState(last, environment.now()) === "streaming")
    screen.say(
      screen.err.dim(
        "another process is still writing its last answer; this follows what came before",
      ),
    );
}

interface EndOptions {
  /** Also off a terminal. */
  usage: boolean;
  inChat: boolean;
}

/** What stands on stderr after an answer: notices, the error if any, one dim line, hints. */
export function sayEnd(
  context: CommandContext,
  report: TurnReport,
  { usage, inChat }: EndOptions,
): void {
  const { screen, streams } = context;
  const { end, settings, failure } = report;
  if (end?.type === "completion")
    for (const notice of end.notices) screen.say(screen.err.dim(sanitise(notice)));
  if (end) sayBeside(context, end);
  if (end?.type === "interruption" && !(context.signal.aborted && end.error.kind === "aborted"))
    for (const line of errorLines(end.error, screen.err)) screen.say(line);
  if (end?.state === "interrupted") sayKept(context, inChat);
  if (failure) for (const line of errorLines(failure, screen.err)) screen.say(line);
  if (!end || !settings || end.state === "failed") return;
  if (usage || streams.stderr.isTTY)
    screen.say(screen.err.dim(statusLine({ ...end, settings, inside: report.inside })));
  sayHints(context, report, end, inChat);
}

/** What an answer holds beside text. */
function sayBeside({ screen }: CommandContext, { completion }: EndEvent): void {
  const message = completion?.choices[0]?.message;
  for (const { function: called } of message?.tool_calls ?? [])
    screen.say(sanitise(`the model calls ${called.name}(${called.arguments})`));
  const images = message?.images?.length ?? 0;
  if (images > 0)
    screen.say(
      `the answer holds ${counted(images, "image")}: \`colloquy log show --json\` has them`,
    );
}

function sayKept({ screen, config }: CommandContext, inChat: boolean): void {
  const where = config.get("log") ? "what came is kept" : "nothing of it is kept";
  const how = inChat
    ? "/continue writes on, /retry asks again"
    : "`colloquy chat -c`, then /continue, writes on";
  screen.say(screen.err.yellow(`interrupted; ${where}${config.get("log") ? `; ${how}` : ""}`));
}

function sayHints(
  context: CommandContext,
  report: TurnReport,
  end: EndEvent,
  inChat: boolean,
): void {
  const { screen, config } = context;
  const choice = end.completion?.choices[0];
  if (end.completion && end.state === "complete")
    for (const notice of answerNotices(end.completion)) screen.say(screen.err.yellow(notice));
  if (choice?.finish_reason === "length") {
    const how = inChat ? "/continue writes on" : "to go on: `colloquy chat -c`, then /continue";
    screen.say(screen.err.yellow(`cut at its limit of tokens; ${how}`));
  }
  if (inChat) return;
  if (report.settings) sayTiny(context, report.settings.model);
  if (!config.get("log")) screen.say(screen.err.dim("not kept (--no-log)"));
}

/** While the model is the embedded one because nobody chose another: that it is tiny, and what is better. */
export function sayTiny(context: CommandContext, model: string): void {
  const { config, screen } = context;
  const isDefault = config.resolve("model").source === "default";
  if (isDefault && embeddedModels.includes(model)) screen.say(screen.err.dim(tinyNotice(context)));
}

function tinyNotice(context: CommandContext): string {
  const { key, key_origin } = context.access("openrouter");
  const tiny = "smollm2-135m is tiny: good to see how things work, not to be believed";
  return key
    ? `${tiny}; ${key_origin} is set, so a better one: -m author/slug (for good: colloquy models default author/slug)`
    : `${tiny}; better ones: -m author/slug with a key (colloquy keys set openrouter), or -m ollama:NAME`;
}
