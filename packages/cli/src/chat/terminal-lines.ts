import { Writable } from "node:stream";
import { createInterface, type Interface } from "node:readline";
import type { Streams } from "../streams.ts";
import { LINE_BREAK, MARK_PASTES, PasteInput } from "./paste-input.ts";

interface LineOptions {
  streams: Pick<Streams, "stdin" | "stderr">;
  /** Earlier messages, the newest first, for the arrow keys. */
  history: string[];
  /** Whether the terminal understands being asked to mark what is pasted. */
  marksPastes: boolean;
  complete: (line: string) => [hits: string[], line: string];
  /** Ctrl-C; `empty` says that nothing was typed. */
  onInterrupt: (empty: boolean) => void;
}

/** How long after a line others still belong to the same paste, on a terminal that does not mark pastes. */
const PASTE_MS = 15;

/**
 * Lines from a terminal, with editing and history. One reader lives as long as the chat, so that nothing
 * typed or pasted is lost while an answer is written; meanwhile what is typed is not echoed into it.
 */
export class TerminalLines {
  readonly #reader: Interface;
  readonly #output: MutedOutput;
  readonly #input: PasteInput;
  readonly #lines: string[] = [];
  readonly #target: Streams["stderr"];
  #isMarking: boolean;
  #waiting: ((line: string | undefined) => void) | undefined;
  #closed = false;

  constructor({ streams, history, marksPastes, complete, onInterrupt }: LineOptions) {
    this.#output = new MutedOutput(streams.stderr);
    this.#input = new PasteInput(streams.stdin);
    this.#target = streams.stderr;
    this.#isMarking = marksPastes;
    if (marksPastes) this.#target.write(MARK_PASTES.on);
    process.once("exit", this.#unmark);
    this.#reader = createInterface({
      input: this.#input,
      output: this.#output,
      terminal: true,
      history,
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: complete,
    });
    this.#reader.on("line", (line) => {
      this.#lines.push(line.replaceAll(LINE_BREAK, "\n").replace(/\n+$/, ""));
      this.#give();
    });
    this.#reader.on("SIGINT", () => onInterrupt(this.#reader.line === ""));
    this.#reader.on("close", () => {
      this.#closed = true;
      this.#give();
    });
  }

  /** The next line; lines pasted at once come as one. Undefined at the end (Ctrl-D). `text` stands on it at first. */
  async next(prompt: string, text = ""): Promise<string | undefined> {
    this.#output.muted = false;
    this.#reader.setPrompt(prompt);
    this.#reader.prompt(true);
    if (text !== "") this.#reader.write(text.replaceAll("\n", LINE_BREAK));
    const line = this.#ahead() ?? (await this.#typed());
    this.#output.muted = true;
    return line;
  }

  /** A line that was typed before it was asked for, shown now. */
  #ahead(): string | undefined {
    const line = this.#lines.shift();
    if (line !== undefined) this.#output.write(`${line}\n`);
    return line;
  }

  /** A line as it is typed; the lines of one paste come as one, unless there is a command among them. */
  async #typed(): Promise<string | undefined> {
    const line = await new Promise<string | undefined>((resolve) => {
      this.#waiting = resolve;
      this.#give();
    });
    if (line === undefined) return undefined;
    await new Promise((resolve) => setTimeout(resolve, PASTE_MS));
    const isPaste = ![line, ...this.#lines].some((each) => each.startsWith("/"));
    return [line, ...(isPaste ? this.#lines.splice(0) : [])].join("\n");
  }

  /** Throws away what is on the line and shows the prompt again, after a note if there is one. */
  clear(note?: string): void {
    this.#output.write(note === undefined ? "\n" : `\n${note}\n`);
    this.#reader.write(null, { ctrl: true, name: "e" });
    this.#reader.write(null, { ctrl: true, name: "u" });
    this.#reader.prompt();
  }

  close(): void {
    this.#reader.close();
    this.#input.release();
    process.off("exit", this.#unmark);
    this.#unmark();
  }

  readonly #unmark = (): void => {
    if (this.#isMarking) this.#target.write(MARK_PASTES.off);
    this.#isMarking = false;
  };

  #give(): void {
    const waiting = this.#waiting;
    if (!waiting || (this.#lines.length === 0 && !this.#closed)) return;
    this.#waiting = undefined;
    waiting(this.#lines.shift());
  }
}

/** The terminal as readline sees it, with a way to keep it from writing. */
class MutedOutput extends Writable {
  muted = false;
  readonly isTTY = true;
  readonly #target: Streams["stderr"];

  constructor(target: Streams["stderr"]) {
    super();
    this.#target = target;
    target.on("resize", () => this.emit("resize"));
  }

  get columns(): number {
    return this.#target.columns ?? 80;
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    if (!this.muted) this.#target.write(chunk);
    done();
  }
}
