import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough, Writable } from "node:stream";
import { fastSettings, startUpstream, type Scenario, type Upstream } from "@colloquy/testkit";
import { main } from "../src/main.ts";

/** What one run of the command left behind. */
export interface Ran {
  exit_code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** Standard input; nothing unless given. */
  stdin?: string;
  env?: Readonly<Record<string, string>>;
  /** True makes stdout and stderr terminals. */
  terminal?: boolean;
}

/** A command on a terminal. */
export interface Typed {
  /** The exit status. */
  ended: Promise<number>;
  shown: () => string;
  said: () => string;
  /** Presses keys. */
  enter: (keys: string) => void;
  /** Waits until stderr, from what was last seen on, says these words. */
  sees: (words: string) => Promise<void>;
}

/** A home of its own, a folder to stand in and a scripted OpenRouter: the command runs in this process. */
export class CommandWorld {
  readonly upstream: Upstream;
  readonly root: string;
  readonly home: string;

  private constructor(upstream: Upstream) {
    this.upstream = upstream;
    this.root = mkdtempSync(path.join(os.tmpdir(), "colloquy-cli-"));
    this.home = path.join(this.root, "home");
    mkdirSync(path.join(this.root, "work"));
  }

  static async start(scenario: string | Scenario = "ok"): Promise<CommandWorld> {
    return new CommandWorld(await startUpstream({ scenario, settings: fastSettings }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.upstream.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A path in the folder that the command stands in. */
  at(name: string): string {
    return path.join(this.root, "work", name);
  }

  get env(): Record<string, string> {
    return {
      COLLOQUY_HOME: this.home,
      COLLOQUY_CACHE: path.join(this.root, "cache"),
      COLLOQUY_STARTED_BY_NPM: "1",
      INIT_CWD: path.join(this.root, "work"),
      OPENROUTER_BASE_URL: this.upstream.url,
      COLLOQUY_RETRIES: "0",
    };
  }

  async run(
    argv: readonly string[],
    { stdin = "", env, terminal = false }: RunOptions = {},
  ): Promise<Ran> {
    const [stdout, stderr] = [new Collected(terminal), new Collected(terminal)];
    const input = new PassThrough();
    input.end(stdin);
    const exit_code = await main(argv, {
      streams: { stdin: input, stdout, stderr },
      env: { ...this.env, ...env },
    });
    return { exit_code, stdout: stdout.text, stderr: stderr.text };
  }

  /** Starts the command on a terminal that a test types on. */
  type(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Typed {
    const [stdout, stderr] = [new Collected(true), new Collected(true)];
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const streams = { stdin, stdout, stderr };
    const ended = main(argv, { streams, env: { ...this.env, NO_COLOR: "1", ...env } });
    let seen = 0;
    return {
      ended,
      shown: () => stdout.text,
      said: () => stderr.text,
      enter: (keys) => void stdin.write(keys),
      async sees(words) {
        for (;;) {
          const found = stderr.text.indexOf(words, seen);
          if (found >= 0) return void (seen = found + words.length);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    };
  }

  /** Asks `any/model`. */
  ask(argv: readonly string[], options?: RunOptions): Promise<Ran> {
    return this.run(["ask", "-m", "any/model", ...argv], options);
  }

  /** Runs with `--json` and reads its one object. */
  async json(argv: readonly string[], options?: RunOptions): Promise<Json> {
    const { stdout } = await this.run([...argv, "--json"], options);
    return JSON.parse(stdout);
  }

  /** The bodies of every request for an answer so far. */
  get asked(): Json[] {
    return this.upstream.requests
      .filter(({ path: at }) => at.endsWith("/chat/completions"))
      .map(({ body }) => (typeof body === "string" ? JSON.parse(body) : body));
  }
}

/** Anything that JSON may hold, for tests to look into. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

class Collected extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 80;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString();
    done();
  }
}
