import {
  ColloquyError,
  plan,
  planView,
  POLICIES,
  type ContextPlan,
  type ErrorRecord,
  type PlanInput,
  type PolicyName,
  type SummarisePlan,
} from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { nextTurn } from "../../memory/next-turn.ts";
import { readPolicy } from "../../memory/read-policy.ts";
import { turnPlanner } from "../../memory/turn-planner.ts";
import { columns } from "../../render/columns.ts";
import { costWords, planLines } from "../../render/plan-lines.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";

/** A policy's plan, or why it has none. */
interface PolicyRow {
  policy: PolicyName;
  plan: ContextPlan | SummarisePlan | null;
  error: ErrorRecord | null;
}

/** The next message under every policy. */
export const contextPlan: Command = {
  name: "context plan",
  summary:
    "Shows what the next message of a conversation would send, under every policy; sends nothing.",
  arguments: "[text...]",
  options: [
    { flags: "--conversation <id|title>", about: "that one; otherwise this terminal's last" },
    { flags: "-m, --model <model>", about: "as if this model were asked" },
    { flags: "--policy <name>", about: "this one in full", setting: "policy" },
    { flags: "--budget <tokens>", about: "tokens the prompt may use", setting: "budget" },
    { flags: "--json", about: "one JSON object: every plan, and the messages of the chosen one" },
  ],
  examples: [
    'colloquy context plan "What did I say about the harbour?"',
    "colloquy context plan --policy block --budget 2000",
  ],
  async run(context, input) {
    const chosen = readPolicy(context.config.get("policy"));
    const next = await nextTurn(context, {
      named: input.text("conversation"),
      text: input.words.join(" "),
      model: input.text("model"),
    });
    const { memory } = await context.store();
    const wishes = { policy: chosen, budget: context.config.get("budget"), exact: true };
    const planInput = await turnPlanner(context, wishes, memory).input(next.turn, next.model);
    const rows = POLICIES.map((policy) => rowOf({ ...planInput, policy }));
    const shown = rows.find(({ policy }) => policy === chosen);
    if (input.flag("json"))
      printJson(context.screen, {
        conversation_id: next.conversation.id,
        model: next.settings.model,
        policy: chosen,
        policies: rows,
        messages: shown?.plan?.type === "send" ? viewOf(shown.plan, planInput) : null,
      });
    else showRows(context, { rows, shown, planInput });
    return exitCode.done;
  },
};

function rowOf(input: PlanInput): PolicyRow {
  const { policy } = input;
  try {
    const made = plan(input);
    return { policy, plan: made.type === "send" ? made.plan : made, error: null };
  } catch (error) {
    if (!(error instanceof ColloquyError)) throw error;
    return { policy, plan: null, error: error.record };
  }
}

function viewOf(made: ContextPlan, input: PlanInput) {
  return planView(made, input.path, input.counts);
}

interface Shown {
  rows: readonly PolicyRow[];
  shown: PolicyRow | undefined;
  planInput: PlanInput;
}

function showRows({ screen }: CommandContext, { rows, shown, planInput }: Shown): void {
  const right = "right" as const;
  const table = columns(
    [
      { title: "policy" },
      { title: "sent", align: right },
      { title: "dropped", align: right },
      { title: "recalled", align: right },
      { title: "tokens", align: right },
      { title: "as last time", align: right },
      { title: "cost of the turn" },
    ],
    rows.map(cells),
  );
  for (const line of table) screen.print(`${line}\n`);
  screen.print("\n");
  if (shown?.plan) for (const line of planLines(shown.plan, planInput)) screen.print(`${line}\n`);
  if (shown?.error) screen.print(`${shown.policy}: ${sanitise(shown.error.message)}\n`);
}

function cells({ policy, plan: made, error }: PolicyRow): string[] {
  if (error) return [policy, "", "", "", "", "", `refused: ${sanitise(error.message)}`];
  if (made?.type !== "send")
    return [policy, "", "", "", made ? String(made.tokens) : "", "", "writes a summary first"];
  const of = (states: readonly string[]): number =>
    made.runs.reduce((sum, run) => sum + (states.includes(run.state) ? run.messages : 0), 0);
  const recalled = made.recalled.reduce((sum, block) => sum + block.sources.length, 0);
  return [
    policy,
    String(of(["sent", "pinned"]) + made.tail_messages),
    String(of(["dropped", "excluded", "summarised"])),
    String(recalled),
    made.tokens.total.toLocaleString("en-US"),
    made.cached_prefix.toLocaleString("en-US"),
    costWords(made.cost_usd),
  ];
}
