import type { CommandContext } from "../context.ts";

/** Where an error came from, on stderr, when `COLLOQUY_DEBUG` is set. */
export function sayStack(
  { env, screen }: Pick<CommandContext, "env" | "screen">,
  error: unknown,
): void {
  if (env["COLLOQUY_DEBUG"] && error instanceof Error) screen.say(error.stack ?? error.message);
}
