import type { Command } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { exitCode } from "../exit-code.ts";
import { findTopics } from "../explain/find-topics.ts";
import { topics } from "../explain/topics.ts";
import { printJson } from "../render/print-json.ts";

/** What a word of the protocol means, and what to do about it. */
export const explain: Command = {
  name: "explain",
  summary: "Explains a status, an error, a parameter, a finish reason or a field of a response.",
  arguments: "[topic...]",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: [
    "colloquy explain",
    "colloquy explain 429",
    "colloquy explain temperature",
    "colloquy explain finish_reason",
  ],
  run(context, input) {
    if (input.words.length === 0) listTopics(context, input.flag("json"));
    else showTopics(context, { words: input.words, json: input.flag("json") });
    return Promise.resolve(exitCode.done);
  },
};

function showTopics(
  { screen }: CommandContext,
  { words, json }: { words: readonly string[]; json: boolean },
): void {
  const found = findTopics(words);
  if (json)
    return printJson(screen, {
      topics: found.map(({ name, group, lines }) => ({ name, group, lines: lines() })),
    });
  for (const [index, topic] of found.entries()) {
    const [title = "", ...lines] = topic.lines();
    for (const line of [...(index > 0 ? [""] : []), screen.out.bold(title), ...lines])
      screen.line(line);
  }
}

function listTopics({ screen, streams }: CommandContext, json: boolean): void {
  const width = Math.min(96, (streams.stdout.columns ?? 98) - 2);
  const groups = Map.groupBy(topics, ({ group }) => group);
  if (json)
    return printJson(screen, {
      topics: topics.map(({ name, group }) => ({ name, group })),
    });
  for (const [group, members] of groups) {
    const names = members.map(({ name }) => name).join(" ");
    screen.print(`${screen.out.bold(group)}\n${wrapped(names, width)}\n\n`);
  }
  screen.say(screen.err.dim("one of them: colloquy explain TOPIC"));
}

function wrapped(words: string, width: number): string {
  const lines = words.match(new RegExp(`.{1,${width}}(?:\\s|$)`, "g")) ?? [];
  return lines.map((line) => `  ${line.trim()}`).join("\n");
}
