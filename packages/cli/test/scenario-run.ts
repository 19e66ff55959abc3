import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough, Writable } from "node:stream";
import type { ChatCompletion, ErrorRecord, MessageRecord } from "@colloquy/core";
import { fastSettings, startUpstream, type Scenario, type Upstream } from "@colloquy/testkit";
import { main } from "../src/main.ts";

/** How the answer is asked for: as a stream, or as one body (`--no-stream`). */
export type Way = "stream" | "whole";

/** What one run of the command left behind. */
export interface Run {
  exit_code: number;
  stdout: string;
  stderr: string;
}

/** What `--json` prints, as far as a scenario can tell. */
export interface TurnJson extends Partial<Pick<ChatCompletion, "choices" | "usage">> {
  state: string;
  error: ErrorRecord | null;
  conversation_id: string;
  message_id: string;
}

/** A run under a scenario, its one JSON object read. */
export interface ScenarioRun extends Run {
  json: TurnJson;
  /** Requests for an answer that the upstream saw. */
  requests: number;
}

/** A secret that must be found nowhere. */
export const scenarioKey = "sk-or-v1-scenario-0123456789abcdef";

/** Seconds after which a scenario that never answers is given up, by the deadline that has to end it. */
const short = { first_token: 0.25, silence: 0.3, total: 0.6 };

/** So long that no busy machine gets past it. */
const patient = { first_token: 30, silence: 30, total: 60 };

/** A home of its own and an upstream: what runs of the command need. */
export class ScenarioRunner {
  readonly upstream: Upstream;
  readonly #folder: string;
  /** Homes that no run uses now: runs at the same time have a store each. */
  readonly #homes: string[] = [];

  private constructor(upstream: Upstream) {
    this.upstream = upstream;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-scenarios-"));
  }

  static async start(): Promise<ScenarioRunner> {
    return new ScenarioRunner(await startUpstream({ settings: fastSettings }));
  }

  async close(): Promise<void> {
    await this.upstream.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Lends a home to one piece of work. */
  async inHome<Result>(work: (home: string) => Promise<Result>): Promise<Result> {
    const home = this.#homes.pop() ?? mkdtempSync(path.join(this.#folder, "home-"));
    try {
      return await work(home);
    } finally {
      this.#homes.push(home);
    }
  }

  /** `colloquy -m any/model "…" --json` with the scenario as OpenRouter. */
  async run(scenario: Scenario, way: Way, home: string): Promise<ScenarioRun> {
    const parameters = Object.entries(scenario.parameters ?? {}).flatMap(([name, value]) => [
      "-o",
      `${name}=${JSON.stringify(value)}`,
    ]);
    const ways = way === "whole" ? ["--no-stream"] : [];
    const before = this.#asked(scenario.name);
    const question = "Say something about the weather.";
    const argv = ["-m", "any/model", ...parameters, ...ways, "--json", question];
    const run = await this.command(argv, this.environment(scenario, way, home));
    const requests = this.#asked(scenario.name) - before;
    const json: TurnJson = JSON.parse(run.stdout);
    return { ...run, json, requests };
  }

  /** The answer of a run as the store has it, read by the command itself. */
  async stored(
    { json }: ScenarioRun,
    scenario: Scenario,
    home: string,
  ): Promise<MessageRecord | undefined> {
    const argv = ["log", "show", json.conversation_id, "--json"];
    const { stdout } = await this.command(argv, this.environment(scenario, "stream", home));
    const { messages }: { messages: MessageRecord[] } = JSON.parse(stdout);
    return messages.find(({ id }) => id === json.message_id);
  }

  /** Any command, in this process. */
  async command(argv: readonly string[], env: Record<string, string>): Promise<Run> {
    const [stdout, stderr] = [new Collected(), new Collected()];
    const streams = { stdin: new PassThrough().end(), stdout, stderr };
    const exit_code = await main(argv, { streams, env });
    return { exit_code, stdout: stdout.text, stderr: stderr.text };
  }

  /** The variables of a run under a scenario. */
  environment(scenario: Scenario, way: Way, home: string): Record<string, string> {
    const claims = scenario.expect[way];
    const { deadline } = claims;
    const seconds = deadline ? { ...patient, [deadline]: short[deadline] } : patient;
    // A failure that lasts is tried again after pauses; where no number of requests is claimed, once will do.
    const retries = claims.state === "complete" || claims.requests !== undefined ? 2 : 0;
    return {
      COLLOQUY_HOME: home,
      COLLOQUY_CACHE: path.join(home, "cache"),
      OPENROUTER_BASE_URL: this.upstream.urlOf(scenario.name),
      OPENROUTER_API_KEY: scenarioKey,
      COLLOQUY_FIRST_TOKEN_TIMEOUT: String(seconds.first_token),
      COLLOQUY_SILENCE_TIMEOUT: String(seconds.silence),
      COLLOQUY_TOTAL_TIMEOUT: String(seconds.total),
      COLLOQUY_RETRIES: String(retries),
    };
  }

  #asked(name: string): number {
    return this.upstream.requests.filter((request) => request.scenario === name).length;
  }
}

class Collected extends Writable {
  text = "";

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString();
    done();
  }
}
