import {
  InvalidInputError,
  planPath,
  rebuildRequest,
  type ChatRequest,
  type ContextPlan,
  type MessageRecord,
  type SummaryRecord,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { isInside } from "../server/model-name.ts";

/** A past request, and whether its hash says that it is the one that was planned and sent. */
export interface SentRequest {
  /** As the model took it, with its transport fields. */
  request: ChatRequest;
  /** As it went over the wire, byte for byte; inside, as the engine took it. */
  body: string;
  verified: boolean;
  sha256: string;
}

/** The request that was sent for the answer that ends `path`, rebuilt from what is stored and checked. */
export async function sentRequest(
  context: CommandContext,
  path: readonly MessageRecord[],
): Promise<SentRequest> {
  const index = path.findLastIndex(({ answer }) => answer !== null);
  const row = path[index];
  const plan = row?.answer?.plan as ContextPlan | null | undefined;
  if (!row?.answer || plan?.type !== "send") throw nothingSent(row);
  const { answer } = row;
  const said = path.slice(0, index);
  const continued =
    answer.continues_id === undefined ? undefined : await readMessage(context, answer.continues_id);
  const rebuilt = rebuildRequest(plan, {
    path: planPath(continued ? [...said, continued] : said, answer.model),
    system: answer.system,
    request: { ...answer.parameters, model: plan.model },
    summary: await usedSummary(context, row, plan),
    readsTokenIds: isInside(answer.model),
  });
  if (!rebuilt) throw nothingSent(row);
  const request = { ...rebuilt.request, ...answer.transport };
  return {
    request,
    body: await bodyOf(request, answer.model),
    verified: rebuilt.verified,
    sha256: plan.sha256,
  };
}

async function bodyOf(request: ChatRequest, model: string): Promise<string> {
  if (isInside(model)) return JSON.stringify(request);
  return (await import("@colloquy/client")).requestBody(request);
}

async function readMessage(
  context: CommandContext,
  id: string,
): Promise<MessageRecord | undefined> {
  return (await context.store()).conversations.message(id);
}

async function usedSummary(
  context: CommandContext,
  { conversation_id }: MessageRecord,
  { summary }: ContextPlan,
): Promise<SummaryRecord | null> {
  if (!summary) return null;
  const all = await (await context.store()).memory.summaries(conversation_id);
  return all.find(({ id }) => id === summary.id) ?? null;
}

function nothingSent(row: MessageRecord | undefined): InvalidInputError {
  return new InvalidInputError({
    message: row?.answer
      ? "what was sent for this answer cannot be rebuilt: its plan was not kept"
      : "no answer here, so nothing was sent",
    code: "nothing_sent",
    remedy: "Name a conversation or a message that has an answer: `colloquy log list`.",
  });
}
