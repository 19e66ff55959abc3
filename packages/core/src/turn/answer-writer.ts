import type { ChatCompletion, ChatCompletionChunk } from "../chat/completion.ts";
import { CompletionAccumulator } from "../chat/completion-accumulator.ts";
import type { ChatMessage } from "../chat/message.ts";
import type { AnswerRecord, MessageRecord, Timing } from "../conversation/message-record.ts";
import { InterruptedError } from "../error/errors.ts";
import type { Prices } from "../memory/prices.ts";
import { costOf } from "../usage/cost-of.ts";
import { continuedMessage } from "./continued-message.ts";
import { judgeEnding, type Judgement } from "./judge-ending.ts";
import type { TurnPorts } from "./turn-ports.ts";

/** Under a second, so that with the time a write takes a killed process loses at most the last second. */
const HEARTBEAT_MS = 800;

interface WriterOptions {
  row: MessageRecord & { answer: AnswerRecord };
  /** The answer's message so far when it is continued. */
  before: ChatMessage | null;
  whole: boolean;
  free: boolean;
  prices: Prices | null;
  ports: Pick<TurnPorts, "store" | "environment" | "every">;
}

/** How an answer ended, as it was kept. */
export interface WrittenAnswer extends Judgement {
  completion: ChatCompletion | null;
  timing: Timing;
  cost_usd: number | null;
}

/**
 * Keeps one answer in the store while it arrives: a heartbeat and what has come, then the end. What goes
 * wrong with a heartbeat is not told; the end is written in any case, and fails loudly if it cannot be.
 */
export class AnswerWriter {
  readonly #options: WriterOptions;
  readonly #accumulator = new CompletionAccumulator();
  readonly #started: number;
  readonly #stopTicking: () => void;
  #chunks = 0;
  #firstToken: number | null = null;
  #growing: Promise<void> | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#started = Date.parse(options.row.answer.timing.started_at);
    this.#stopTicking = options.ports.every(HEARTBEAT_MS, () => this.#tick());
  }

  add(chunk: ChatCompletionChunk): void {
    this.#chunks += 1;
    this.#accumulator.add(chunk);
    if (this.#firstToken === null && this.#accumulator.received) this.#firstToken = this.#elapsed();
  }

  /** Writes the end. `thrown` is what the model threw, undefined when its stream ended by itself. */
  async finish(thrown?: unknown): Promise<WrittenAnswer> {
    this.#stopTicking();
    const { written, answer } = this.#end(thrown);
    await this.#growing;
    const { row, ports } = this.#options;
    const message = this.#message(written.completion);
    await ports.store.finish(row.id, { message, state: written.state, answer });
    return written;
  }

  /** The end as it would be written, for when writing it failed. */
  judged(thrown?: unknown): WrittenAnswer {
    return this.#end(thrown).written;
  }

  #end(thrown: unknown): { written: WrittenAnswer; answer: AnswerRecord } {
    const completion = this.#completion(thrown);
    const judgement = judgeEnding({ completion, thrown, whole: this.#options.whole });
    const answer = this.#answer(completion, judgement);
    const { timing, cost_usd } = answer;
    return { written: { ...judgement, completion, timing, cost_usd }, answer };
  }

  #tick(): void {
    if (this.#growing) return;
    const { row, ports } = this.#options;
    const partial = {
      message: this.#message(this.#accumulator.completion()),
      heartbeat_at: this.#now(),
    };
    this.#growing = ports.store
      .grow(row.id, partial)
      .catch(() => undefined)
      .finally(() => (this.#growing = undefined));
  }

  #completion(thrown: unknown): ChatCompletion | null {
    if (this.#chunks > 0) return this.#accumulator.completion();
    return thrown instanceof InterruptedError ? thrown.completion : null;
  }

  #message(completion: ChatCompletion | null): ChatMessage {
    const { before, row } = this.#options;
    const choice = completion?.choices[0];
    if (!choice) return row.message;
    const { token_ids } = choice;
    const message: ChatMessage = {
      ...choice.message,
      role: "assistant",
      ...(token_ids && { token_ids }),
    };
    return before ? continuedMessage(before, message) : message;
  }

  #answer(completion: ChatCompletion | null, { error }: Judgement): AnswerRecord {
    const { row, free, prices } = this.#options;
    const usage = completion?.usage ?? null;
    return {
      ...row.answer,
      ...(completion?.effective_parameters && {
        effective_parameters: completion.effective_parameters,
      }),
      ...(completion?.ignored_parameters && { ignored_parameters: completion.ignored_parameters }),
      completion,
      usage,
      cost_usd: costOf(usage, prices, row.answer.timing.started_at) ?? (free ? 0 : null),
      timing: {
        ...row.answer.timing,
        first_token_ms: this.#firstToken,
        total_ms: this.#elapsed(),
      },
      error,
      heartbeat_at: this.#now(),
    };
  }

  #elapsed(): number {
    return Math.max(0, this.#options.ports.environment.now() - this.#started);
  }

  #now(): string {
    return new Date(this.#options.ports.environment.now()).toISOString();
  }
}
