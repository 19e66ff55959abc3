import {
  engineOrder,
  engineOrders,
  InvalidInputError,
  textOf,
  type ChatMessage,
  type TokenContext,
} from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode, type ExitCode } from "../../exit-code.ts";
import { answerTokens, answerTokensText, isOwn } from "../../lab/distribution/answer-tokens.ts";
import { branchAnswer, readToken } from "../../lab/distribution/branch-answer.ts";
import {
  answerPlace,
  contextAt,
  openTokens,
  type AnswerPlace,
} from "../../lab/distribution/distribution-place.ts";
import { distributionText } from "../../lab/distribution/distribution-text.ts";
import { distributionView } from "../../lab/distribution/distribution-view.ts";
import { readAssignments } from "../../parameters/read-assignments.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { printJson } from "../../render/print-json.ts";

/** The next token's distribution, before and after each stage of a chain. */
export const labDistribution: Command = {
  name: "lab distribution",
  summary: "Shows the next token's probabilities, before and after each sampling stage.",
  arguments: "[text...]",
  options: [
    { flags: "-m, --model <model>", about: "a model inside: smollm2-135m, ./file.gguf, hf:…" },
    {
      flags: "-o, --option <key=value>",
      about: "a sampling parameter: -o temperature 1.5 -o top_p .9",
      repeat: true,
    },
    {
      flags: "--order <engine>",
      about: `in whose order: ${engineOrders.map(({ name }) => name).join(", ")} (node-llama-cpp)`,
    },
    { flags: "-s, --system <text>", about: "the system prompt" },
    { flags: "--answer <text>", about: "the answer's beginning: what comes after it" },
    { flags: "--raw", about: "the text as it is, in no chat: what continues it" },
    { flags: "--message <id>", about: "a stored answer: every token's probability and entropy" },
    { flags: "--at <place>", about: "with --message: the distribution before that token, from 0" },
    {
      flags: "--branch <token>",
      about: "with --message and --at: write the answer anew from this token on (text, or #id)",
    },
    { flags: "-n, --top <count>", about: "bars a stage (10)" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    'colloquy lab distribution "The capital of France is"',
    'colloquy lab distribution --raw "The capital of France is" -o temperature 1.5 -o top_p .9 --order vllm',
    "colloquy lab distribution --message 0199aa10-1b2c-7d --at 3",
  ],
  async run(context, input) {
    const id = input.text("message");
    if (id === undefined) return ofText(context, input);
    const place = await answerPlace(context, id);
    if (input.text("branch") !== undefined) return branch(context, input, place);
    return input.text("at") === undefined
      ? ofAnswer(context, input, place)
      : ofPlace(context, input, place);
  },
};

async function ofText(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const text = input.words.join(" ");
  const system = input.text("system");
  const answer = input.text("answer");
  const messages: readonly ChatMessage[] = [
    ...(system ? [{ role: "system", content: system } as const] : []),
    { role: "user", content: text },
  ];
  const place: TokenContext = input.flag("raw")
    ? { text }
    : { messages, ...(answer !== undefined && { answer }) };
  if (text.trim() === "") throw nothingToRead();
  return show(context, input, { place, prompt: text, output: answer ?? "" });
}

async function ofPlace(
  context: CommandContext,
  input: CommandInput,
  place: AnswerPlace,
): Promise<ExitCode> {
  const tokens = await openTokens(context, input.text("model"), place.model);
  const own = isOwn(place, tokens);
  const ids = own ? (place.token_ids ?? []) : await tokens.tokenize(place.text);
  const at = input.count("at") ?? 0;
  return show(context, input, {
    place: contextAt(place, { at, tokens: ids, own }),
    prompt: place.messages.map((message) => textOf(message)).join("\n"),
    output: tokens.detokenize(ids.slice(0, at)),
    fallback: place.model,
    more: { message_id: place.record.id, at, source: own ? "own" : "text" },
  });
}

interface Shown {
  place: TokenContext;
  /** What penalties count. */
  prompt: string;
  output: string;
  fallback?: string;
  more?: Readonly<Record<string, unknown>>;
}

async function show(
  context: CommandContext,
  input: CommandInput,
  { place, prompt, output, fallback, more = {} }: Shown,
): Promise<ExitCode> {
  const order = engineOrder(input.text("order") ?? "node-llama-cpp").name;
  const { set } = await readAssignments(input.list("option"), { cwd: context.cwd, force: false });
  const tokens = await openTokens(
    context,
    input.text("model"),
    fallback ?? context.config.get("model"),
  );
  const logits = await tokens.distribution(place, { signal: context.signal });
  const view = distributionView(logits, {
    tokens,
    order,
    parameters: set,
    context: { prompt: await tokens.tokenize(prompt), output: await tokens.tokenize(output) },
    top: Math.max(1, input.count("top") ?? 10),
  });
  if (input.flag("json")) printJson(context.screen, { ...view, ...more, error: null });
  else context.screen.print(distributionText(view));
  return exitCode.done;
}

async function ofAnswer(
  context: CommandContext,
  input: CommandInput,
  place: AnswerPlace,
): Promise<ExitCode> {
  const tokens = await openTokens(context, input.text("model"), place.model);
  const found = await answerTokens(place, tokens, context.signal);
  if (input.flag("json"))
    printJson(context.screen, { ...found, message_id: place.record.id, error: null });
  else context.screen.print(answerTokensText(found));
  return exitCode.done;
}

async function branch(
  context: CommandContext,
  input: CommandInput,
  place: AnswerPlace,
): Promise<ExitCode> {
  const tokens = await openTokens(context, undefined, place.model);
  if (!isOwn(place, tokens))
    throw new InvalidInputError({
      message: "only an answer of a model inside can be written anew from a token",
      remedy: "`colloquy log branch` goes on from a message of any model.",
      details: { field: "branch", given: place.model, allowed: "a model inside" },
    });
  const fork = {
    at: input.count("at") ?? 0,
    token_id: await readToken(tokens, input.text("branch") ?? ""),
  };
  const json = input.flag("json");
  const report = await branchAnswer(context, place, { fork, tokens, hidden: json });
  const { conversations } = await context.store();
  const kept = report.begun && (await conversations.message(report.begun.message_id));
  if (json)
    printJson(context.screen, {
      state: report.end?.state ?? "failed",
      text: kept ? textOf(kept.message) : null,
      conversation_id: place.record.conversation_id,
      message_id: report.begun?.message_id ?? null,
      completion: report.end?.completion ?? null,
      error: report.failure,
    });
  return report.end?.state === "complete" ? exitCode.done : exitCode.failed;
}

function nothingToRead(): InvalidInputError {
  return new InvalidInputError({
    message: "there is no text whose next token could be shown",
    remedy: 'For example: colloquy lab distribution "The capital of France is"',
    details: { field: "text", given: "", allowed: "at least one word" },
  });
}
