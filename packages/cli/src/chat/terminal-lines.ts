import { Writable } from "node:stream";
import { createInterface, type Interface } from "node:readline";
import type { Streams } from "../streams.ts";

interface LineOptions {
  streams: Pick<Streams, "stdin" | "stderr">;
  /** Earlier messages, the newest first, for the arrow keys. */
  history: string[];
  complete: (line: string) => [hits: string[], line: string];
  /** Ctrl-C; `empty` says that nothing was typed. */
  onInterrupt: (empty: boolean) => void;
}

/** How long after a line others still belong to the same paste. */
const PASTE_MS = 15;

/**
 * Lines from a terminal, with editing and history. One reader lives as long as the chat, so that nothing
 * typed or pasted is lost while an answer is written; meanwhile what is typed is not echoed into it.
 */
export class TerminalLines {
  readonly #reader: Interface;
  readonly #output: MutedOutput;
  readonly #lines: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #closed = false;

  constructor({ streams, history, complete, onInterrupt }: LineOptions) {
    this.#output = new MutedOutput(streams.stderr);
    this.#reader = createInterface({
      input: streams.stdin,
      output: this.#output,
      terminal: true,
      history,
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: complete,
    });
    this.#reader.on("line", (line) => {
      this.#lines.push(line);
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
    if (text !== "") this.#reader.write(text);
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

  /** Throws away what is on the line and shows the prompt again. */
  clear(): void {
    this.#output.write("\n");
    this.#reader.write(null, { ctrl: true, name: "e" });
    this.#reader.write(null, { ctrl: true, name: "u" });
    this.#reader.prompt();
  }

  close(): void {
    this.#reader.close();
  }

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
