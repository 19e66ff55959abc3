import type { Command } from "./command.ts";
import { createContext, type ContextOptions } from "./create-context.ts";
import { sayStack } from "./error/say-stack.ts";
import { toErrorRecord } from "./error/to-error-record.ts";
import { exitCodeOf } from "./error/exit-code-of.ts";
import type { ExitCode } from "./exit-code.ts";
import type { CommandInput } from "./parse/command-input.ts";
import { errorLines } from "./render/error-lines.ts";

/** Runs one command in a world of its own; whatever it throws ends as words, JSON and an exit status. */
export async function runCommand(
  command: Command,
  input: CommandInput,
  options: ContextOptions,
): Promise<ExitCode> {
  const { context, close } = createContext(options);
  try {
    if (!command.run) throw new Error(`command ${command.name} has nothing to run`);
    return await command.run(context, input);
  } catch (error) {
    const record = toErrorRecord(error);
    if (input.flag("json"))
      context.screen.print(`${JSON.stringify({ state: "failed", error: record })}\n`);
    for (const line of errorLines(record, context.screen.err)) context.screen.say(line);
    sayStack(context, error);
    return exitCodeOf(record);
  } finally {
    await close();
  }
}
