import {
  pathForNext,
  turnSettings,
  type AnswerRecord,
  type MessageRecord,
  type SettingChanges,
  type TurnAct,
  type TurnInput,
  type TurnSettings,
} from "@colloquy/core";
import { openTurn, type OpenTurn } from "../ask/open-turn.ts";
import { sayEnd } from "../ask/say-turn.ts";
import { showTurn } from "../ask/show-turn.ts";
import { turnDefaults } from "../ask/turn-defaults.ts";
import { turnStatus, type TurnReport } from "../ask/turn-report.ts";
import type { CommandContext } from "../context.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import type { MadePlan } from "../memory/turn-planner.ts";
import { turnToPlan } from "../memory/turn-to-plan.ts";
import { memoryOf } from "../conversation/choose-conversation.ts";

interface SessionOptions {
  changes: SettingChanges;
  conversationId: string | undefined;
  usage: boolean;
  /** Takes parameters as they are, unchecked. */
  force: boolean;
}

/** A chat: one conversation, and the settings that its next turn will change. */
export class ChatSession {
  readonly context: CommandContext;
  readonly turn: OpenTurn;
  readonly force: boolean;
  conversationId: string | undefined;
  #changes: SettingChanges;
  readonly #usage: boolean;
  #running: AbortController | undefined;
  #status: ExitCode = exitCode.done;

  private constructor(context: CommandContext, turn: OpenTurn, options: SessionOptions) {
    this.context = context;
    this.turn = turn;
    this.force = options.force;
    this.conversationId = options.conversationId;
    this.#changes = options.changes;
    this.#usage = options.usage;
  }

  static async open(context: CommandContext, options: SessionOptions): Promise<ChatSession> {
    const { conversationId } = options;
    const log = context.config.get("log");
    const turn = await openTurn(context, { log, ...(conversationId && { conversationId }) });
    return new ChatSession(context, turn, options);
  }

  /** Root to head; empty before the first turn. */
  path(): Promise<readonly MessageRecord[]> {
    return this.conversationId === undefined
      ? Promise.resolve([])
      : this.turn.ports.store.path(this.conversationId);
  }

  /** The settings that the next turn would have. */
  async settings(): Promise<TurnSettings> {
    return turnSettings(await this.#base(), this.#input);
  }

  /** What the next turn would send of this conversation, were it to say `text`. */
  async planned(text = ""): Promise<MadePlan> {
    const settings = await this.settings();
    const model = await this.context.model(settings.model);
    const path = await this.#pathForNext();
    const conversationId = this.conversationId ?? "";
    const turn = turnToPlan(this.context, { conversationId, path, settings, model, text });
    return this.turn.planner.plan(turn, model);
  }

  /** Adds to what the next turn changes; what is said last counts, a preset too. */
  change({ set = {}, unset = [], ...rest }: SettingChanges): void {
    const before = this.#changes;
    const given = { ...rest.preset?.parameters, ...set };
    const overruled = new Set([...unset, ...Object.keys(rest.preset?.parameters ?? {})]);
    const kept = Object.entries(before.set ?? {}).filter(([name]) => !overruled.has(name));
    this.#changes = {
      ...before,
      ...rest,
      set: { ...Object.fromEntries(kept), ...set },
      unset: [...(before.unset ?? []).filter((name) => !(name in given)), ...unset],
    };
  }

  /** Runs one turn; Ctrl-C stops it and not the chat. */
  async run(act: TurnAct): Promise<TurnReport> {
    const controller = new AbortController();
    const context: CommandContext = { ...this.context, signal: controller.signal };
    const release = this.context.takeInterrupts(() => this.interrupt(controller));
    const { signal } = this.context;
    const end = (): void => controller.abort(signal.reason);
    signal.addEventListener("abort", end, { once: true });
    this.#running = controller;
    try {
      const input: TurnInput = { ...this.#input, act, signal: controller.signal };
      const report = await showTurn(
        context,
        { input, turn: this.turn },
        {
          hidden: false,
          pricing: this.context.streams.stderr.isTTY === true,
          onBegun: (id) => this.#entered(id),
        },
      );
      // A failed turn is not followed, so the next one must bring its changes again.
      if (report.end && report.end.state !== "failed") this.#changes = {};
      sayEnd(context, report, { usage: this.#usage, inChat: true });
      this.#status = turnStatus(context, report);
      return report;
    } finally {
      this.#running = undefined;
      signal.removeEventListener("abort", end);
      release();
    }
  }

  /** The exit status of the last turn, 0 before the first. */
  status(): ExitCode {
    return this.#status;
  }

  /** Stops the turn that runs; asked a second time, ends the program. False when none runs. */
  interrupt(running = this.#running): boolean {
    if (!running) return false;
    if (running.signal.aborted) process.exit(130);
    running.abort();
    return true;
  }

  get #input(): Omit<TurnInput, "act"> {
    const { config } = this.context;
    return {
      changes: this.#changes,
      defaults: turnDefaults(this.context),
      transport: { stream: config.get("stream") },
      ...(this.conversationId !== undefined && { conversation_id: this.conversationId }),
    };
  }

  /** What the next message follows: not a failed turn, nor an answer that is still being written. */
  async #pathForNext(): Promise<readonly MessageRecord[]> {
    const { store, environment } = this.turn.ports;
    const id = this.conversationId;
    const conversation = id === undefined ? undefined : await store.conversation(id);
    return conversation ? pathForNext(conversation, { store, environment }) : [];
  }

  async #base(): Promise<AnswerRecord | null> {
    if (this.conversationId === undefined) return null;
    const isAnswer = ({ answer }: MessageRecord) => answer !== null;
    const onPath = (await this.path()).findLast(isAnswer);
    const newest =
      onPath ?? (await this.turn.ports.store.messages(this.conversationId)).findLast(isAnswer);
    return newest?.answer ?? null;
  }

  #entered(id: string): void {
    this.conversationId = id;
    if (this.context.config.get("log")) memoryOf(this.context).remember(id);
  }
}
