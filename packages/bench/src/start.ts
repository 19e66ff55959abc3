import { startUpstreamProcess } from "@colloquy/testkit";
import type { Bar, BenchOptions, BenchResult, BenchRow } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { builtCommand, type BuiltCommand } from "./process/built-command.ts";
import { CommandHome } from "./process/command-home.ts";
import { runWhole } from "./process/whole-process.ts";
import { startRounds, type TimedSubject } from "./start/start-rounds.ts";

const FLOOR = "node -e 0";
const VERSION = "colloquy --version";
const HELP = "colloquy --help";
const ASK = "colloquy ask";
const FIRST_ASK = "colloquy ask, first run";
const ASK_LIMIT_MS = 130;
/** What `ask` aims at next. */
const ASK_AIM_MS = 100;

/**
 * Whole processes by the wall: the command's start beside Node's own, and an `ask` that an instant upstream
 * answers and the store keeps. A first run makes its home, and the store in it.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const say = (line: string): void => options.say(line);
  const command = await builtCommand(say);
  const upstream = await startUpstreamProcess({ scenario: "instant", chunks: 20 });
  const home = new CommandHome(upstream.url);
  try {
    const asks = { count: 0 };
    const measured = startRounds({
      subjects: subjectsOf(command, { home, url: upstream.url, asks }),
      rounds: options.quick ? 5 : 25,
      say,
    });
    requireKept(command, home, asks.count);
    const rows = measured.map((row) =>
      row.subject === ASK ? { ...row, aim_ms: ASK_AIM_MS } : row,
    );
    return { bench: "start", machine: machine(), rows, bars: barsOf(rows) };
  } finally {
    home.remove();
    await upstream.close();
  }
}

interface World {
  home: CommandHome;
  url: string;
  /** How many asks there were in the home. */
  asks: { count: number };
}

const askWords = ["ask", "-m", "any/model", "What is the capital of France?"];

function subjectsOf(command: BuiltCommand, { home, url, asks }: World): readonly TimedSubject[] {
  const timed = (name: string, args: readonly string[], place = home): number => {
    const { ms, stdout } = runWhole({
      name,
      command: command.node,
      args,
      cwd: place.work,
      env: place.env,
    });
    if (name !== FLOOR && stdout.trim() === "") throw new Error(`${name} said nothing`);
    return ms;
  };
  const colloquy = (name: string, words: readonly string[], place = home): number =>
    timed(name, [command.script, ...words], place);
  return [
    { name: FLOOR, time: () => timed(FLOOR, ["-e", "0"]) },
    { name: VERSION, time: () => colloquy(VERSION, ["--version"]) },
    { name: HELP, time: () => colloquy(HELP, ["--help"]) },
    {
      name: ASK,
      time() {
        asks.count += 1;
        return colloquy(ASK, askWords);
      },
    },
    {
      name: FIRST_ASK,
      time: () => inNewHome(home, url, (place) => colloquy(FIRST_ASK, askWords, place)),
    },
  ];
}

/** A new home, with the other's compile cache: what is new is the home, not the command's code. */
function inNewHome(home: CommandHome, url: string, time: (place: CommandHome) => number): number {
  const place = new CommandHome(url, { compileCache: home.compileCache });
  try {
    return time(place);
  } finally {
    place.remove();
  }
}

/** Fails when the store does not hold every ask: a fast one that kept nothing would be no use. */
function requireKept(command: BuiltCommand, home: CommandHome, asks: number): void {
  const args = [command.script, "log", "--json", "-n", String(asks + 1)];
  const { stdout } = runWhole({
    name: "colloquy log",
    command: command.node,
    args,
    cwd: home.work,
    env: home.env,
  });
  const { conversations } = JSON.parse(stdout) as { conversations: readonly unknown[] };
  if (conversations.length !== asks)
    throw new Error(`${asks} asks, and the store holds ${conversations.length} conversations`);
}

function barsOf(rows: readonly BenchRow[]): readonly Bar[] {
  const figure = (subject: string, key: string): number =>
    Number(rows.find((row) => row.subject === subject)?.[key] ?? Number.NaN);
  const ratio = (subject: string, limit: number): Bar => {
    const value = figure(subject, "ratio_median");
    return { name: `${subject} ÷ ${FLOOR}`, value, limit, unit: "× at most", ok: value <= limit };
  };
  const added = figure(ASK, "over_floor_ms_median");
  return [
    ratio(VERSION, 1.3),
    ratio(HELP, 1.6),
    {
      name: `${ASK} − ${FLOOR}`,
      value: added,
      limit: ASK_LIMIT_MS,
      unit: "ms at most",
      ok: added <= ASK_LIMIT_MS,
    },
  ];
}
