import { runTurn, type TurnInput } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { planLines } from "../render/plan-lines.ts";
import { printJson } from "../render/print-json.ts";
import type { OpenTurn } from "./open-turn.ts";

interface DryRun {
  input: TurnInput;
  turn: OpenTurn;
  json: boolean;
}

/** Shows what a turn would send and cost; sends and keeps nothing. */
export async function dryRun(
  context: CommandContext,
  { input, turn, json }: DryRun,
): Promise<ExitCode> {
  for await (const event of runTurn(input, turn.ports)) {
    if (event.type !== "plan") continue;
    const made = turn.planned();
    if (!made) break;
    if (json)
      printJson(context.screen, {
        plan: made.plan,
        parameters: event.settings.parameters,
        request: made.request,
      });
    else for (const line of planLines(made.plan, made.input)) context.screen.print(`${line}\n`);
    context.screen.say(context.screen.err.dim("a dry run: nothing was sent, nothing is kept"));
    break;
  }
  return exitCode.done;
}
