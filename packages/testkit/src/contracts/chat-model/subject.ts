import assert from "node:assert/strict";
import {
  ColloquyError,
  type ChatCompletionChunk,
  type ChatModel,
  type ChatRequest,
  type StreamOptions,
} from "@colloquy/core";
import type { ContractCase } from "../contract-case.ts";

/** A model with the requests that its contract is tried with. What one cannot show, it leaves out. */
export interface ChatModelSubject {
  model: ChatModel;
  /** Is answered, in several chunks and with usage. */
  answered: ChatRequest;
  /** Is answered in so many chunks that a reader can stop amid them. */
  long: ChatRequest;
  /** Is refused before anything comes. */
  refused?: ChatRequest;
  /** Its answer breaks off after something came, without a finish_reason. */
  cut?: ChatRequest;
  /** Is answered, and no usage comes. */
  uncounted?: ChatRequest;
  /** How many calls are under way where the work is done: at the server, in the engine. */
  working(): number;
  /** Frees what the subject holds, but not the model. */
  close?(): Promise<void>;
}

export type OpenChatModel = () => Promise<ChatModelSubject>;

export type ChatModelCase = ContractCase<OpenChatModel>;

/** A case over a subject that is closed again, whatever happens. */
export function chatModelCase(
  name: string,
  run: (subject: ChatModelSubject) => Promise<void>,
): ChatModelCase {
  return {
    name,
    async run(open) {
      const subject = await open();
      try {
        await run(subject);
      } finally {
        await subject.model.dispose?.();
        await subject.close?.();
      }
    },
  };
}

/** What a stream gave, to its end or to its failure. */
export interface Read {
  chunks: ChatCompletionChunk[];
  error: unknown;
}

/** Reads a stream to its end; `onChunk` is told of each chunk as it comes. */
export async function read(
  stream: AsyncIterable<ChatCompletionChunk>,
  onChunk?: (count: number) => void,
): Promise<Read> {
  const chunks: ChatCompletionChunk[] = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      onChunk?.(chunks.length);
    }
  } catch (error) {
    return { chunks, error };
  }
  return { chunks, error: undefined };
}

/** Reads an answer that has to come whole. */
export async function readWhole(
  { model }: ChatModelSubject,
  request: ChatRequest,
  options?: StreamOptions,
): Promise<readonly ChatCompletionChunk[]> {
  const { chunks, error } = await read(model.stream(request, options));
  assert.equal(error, undefined, `the answer failed: ${String(error)}`);
  return chunks;
}

/** The error must be a typed one, with a message for people. */
export function assertTyped(error: unknown): asserts error is ColloquyError {
  assert.ok(error instanceof ColloquyError, `not a typed error: ${String(error)}`);
  assert.ok(error.record.message.length > 0);
  assert.deepEqual(JSON.parse(JSON.stringify(error.record)), error.record);
}

/** Nothing may be under way any more, at the latest after two seconds. */
export async function assertIdle(subject: ChatModelSubject): Promise<void> {
  const until = Date.now() + 2_000;
  while (subject.working() > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(subject.working(), 0, "the work goes on although nobody reads");
}
