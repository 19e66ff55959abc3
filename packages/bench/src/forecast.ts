import { homedir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { PolicyName } from "@colloquy/core";
import { createLocalModel, type LocalModel } from "@colloquy/local";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { median, quantile } from "./median.ts";
import { liveConversation, type LiveTurn } from "./memory/live-conversation.ts";

const POLICIES: readonly PolicyName[] = ["block", "recall", "recent"];
const WITHIN = 0.02;

/**
 * A real conversation with the embedded model under a small budget: what each plan said would be in the
 * engine's cache against what the engine says was. `--turns N`, `--budget N`, `--policy block,recall`.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options.args],
    options: {
      turns: { type: "string", default: options.quick ? "16" : "60" },
      budget: { type: "string", default: options.quick ? "500" : "2000" },
      policy: { type: "string" },
    },
  });
  const policies = POLICIES.filter(
    (name) => !values.policy || values.policy.split(",").includes(name),
  );
  const rows: BenchRow[] = [];
  for (const policy of policies) {
    const model = createLocalModel({ cacheDir: cacheFolder(), saveStates: false });
    try {
      rows.push(await policyRow(model, policy, { ...values, say: (line) => options.say(line) }));
    } finally {
      await model.dispose();
    }
  }
  return { bench: "forecast", machine: machine(), rows, bars: rows.map(barOf) };
}

interface RowOptions {
  turns: string;
  budget: string;
  say: (line: string) => void;
}

async function policyRow(
  model: LocalModel,
  policy: PolicyName,
  { turns, budget, say }: RowOptions,
): Promise<BenchRow> {
  const lived: LiveTurn[] = [];
  const talk = liveConversation(model, { policy, turns: Number(turns), budget: Number(budget) });
  for await (const turn of talk) {
    lived.push(turn);
    say(
      `${policy} turn ${lived.length}: ${turn.cached} of ${turn.prompt} cached, ${turn.forecast} forecast`,
    );
  }
  const sum = (figure: (turn: LiveTurn) => number): number =>
    lived.reduce((total, turn) => total + figure(turn), 0);
  const reported = sum((turn) => turn.cached);
  const forecast = sum((turn) => turn.forecast);
  const waits = lived.map((turn) => turn.firstTokenMs / 1_000);
  return {
    subject: policy,
    turns: lived.length,
    budget: Number(budget),
    cuts: sum((turn) => (turn.cut ? 1 : 0)),
    prompt_tokens: sum((turn) => turn.prompt),
    counted_tokens: sum((turn) => turn.counted),
    cached_tokens: reported,
    forecast_tokens: forecast,
    forecast_error: Math.abs(forecast - reported) / Math.max(1, reported),
    worst_turn_tokens: Math.max(...lived.map((turn) => Math.abs(turn.forecast - turn.cached))),
    processed_tokens: sum((turn) => turn.prompt - turn.cached),
    first_token_s_median: median(waits),
    first_token_s_p95: quantile(waits, 0.95),
    first_token_s_sum: waits.reduce((total, wait) => total + wait, 0),
  };
}

function barOf(row: BenchRow): Bar {
  const value = Number(row["forecast_error"]);
  return {
    name: `${row.subject}: cached tokens forecast against reported`,
    value,
    limit: WITHIN,
    unit: "share at most",
    ok: value <= WITHIN,
  };
}

function cacheFolder(): string {
  const { COLLOQUY_CACHE, XDG_CACHE_HOME } = process.env;
  return COLLOQUY_CACHE ?? path.join(XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "colloquy");
}
