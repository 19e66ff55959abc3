import { runTurn, type ChatCompletionChunk, type TurnInput } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { sayStack } from "../error/say-stack.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { probeWarnings } from "../lab/probe/probe-warnings.ts";
import { answerOutput, type AnswerOutput } from "../render/answer-output.ts";
import { progressLine } from "../render/progress-line.ts";
import { reasoningOutput } from "../render/reasoning-output.ts";
import { sayPlan } from "./say-plan.ts";
import type { TurnReport } from "./turn-report.ts";
import type { OpenTurn } from "./open-turn.ts";

interface ShowOptions {
  /** Swallows the answer's text: it is to be shown whole afterwards. */
  hidden: boolean;
  /** Says what the turn may cost before it is sent (a chat does). */
  pricing?: boolean;
  /** Called when both rows are kept. */
  onBegun?: (conversationId: string) => void;
}

/** Runs a turn and shows its answer as it arrives. Never throws: what went wrong is in the report. */
export async function showTurn(
  context: CommandContext,
  { input, turn }: { input: TurnInput; turn: OpenTurn },
  { hidden, pricing, onBegun }: ShowOptions,
): Promise<TurnReport> {
  const { streams, screen } = context;
  const report: TurnReport = {
    settings: null,
    plan: null,
    begun: null,
    end: null,
    failure: null,
    inside: false,
  };
  const answer = answerOutput(streams, { screen, hidden });
  const reasoning = reasoningOutput(streams, screen);
  const progress = progressLine(streams, screen);
  try {
    for await (const event of runTurn(input, turn.ports)) {
      if (event.type !== "progress") progress.clear();
      switch (event.type) {
        case "plan":
          report.settings = event.settings;
          report.inside = turn.model()?.inside ?? false;
          report.plan = event.plan as TurnReport["plan"];
          sayPlan(context, turn.planned(), pricing ?? false);
          for (const warning of await probeWarnings(context, event.settings))
            screen.say(screen.err.yellow(warning));
          await turn.checkCost(event);
          break;
        case "begun":
          report.begun = event;
          onBegun?.(event.conversation_id);
          break;
        case "progress":
          progress.show(event.progress);
          break;
        case "chunk":
          showChunk(event.chunk, { answer, reasoning });
          break;
        case "completion":
        case "interruption":
          report.end = event;
      }
    }
  } catch (error) {
    report.failure = toErrorRecord(error);
    sayStack(context, error);
  }
  progress.clear();
  reasoning.end();
  answer.end();
  const warning = report.end && (await turn.learn(report.end).catch(() => null));
  if (warning) screen.say(screen.err.yellow(warning));
  return report;
}

interface Outputs {
  answer: AnswerOutput;
  reasoning: AnswerOutput;
}

function showChunk({ choices }: ChatCompletionChunk, { answer, reasoning }: Outputs): void {
  const delta = choices.find(({ index }) => index === 0)?.delta;
  if (!delta) return;
  if (delta.reasoning) reasoning.write(delta.reasoning);
  const { content } = delta;
  const text =
    typeof content === "string"
      ? content
      : (content ?? [])
          .map((part) => (typeof part["text"] === "string" ? part["text"] : ""))
          .join("");
  const said = text || delta.refusal || "";
  if (said === "") return;
  reasoning.end();
  answer.write(said);
}
