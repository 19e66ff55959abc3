import { forecast, POLICIES, replay, type ForecastRow, type ReplayRow } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { nextTurn } from "../../memory/next-turn.ts";
import { turnPlanner } from "../../memory/turn-planner.ts";
import { columns } from "../../render/columns.ts";
import { money } from "../../render/money.ts";
import { printJson } from "../../render/print-json.ts";

const TURNS = 20;

/** What each policy would have cost so far, and will over the next turns. */
export const contextForecast: Command = {
  name: "context forecast",
  summary: "Replays a conversation under each policy, and forecasts its next turns.",
  options: [
    { flags: "-n, --turns <count>", about: `turns to look ahead (${TURNS} unless given)` },
    { flags: "--conversation <id|title>", about: "that one; otherwise this terminal's last" },
    { flags: "-m, --model <model>", about: "at the prices and with the window of this model" },
    { flags: "--budget <tokens>", about: "tokens the prompt may use", setting: "budget" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy context forecast", "colloquy context forecast -n 50 --budget 2000"],
  async run(context, input) {
    const turns = input.count("turns") ?? TURNS;
    const next = await nextTurn(context, {
      named: input.text("conversation"),
      text: "",
      model: input.text("model"),
    });
    const { memory } = await context.store();
    const wishes = { policy: "recall" as const, budget: context.config.get("budget"), exact: true };
    const {
      path,
      message: _m,
      previous: _p,
      index: _i,
      policy: _o,
      uncapped: _u,
      ...settings
    } = await turnPlanner(context, wishes, memory).input(next.turn, next.model);
    const policies = POLICIES.filter((policy) => policy !== "summary");
    const past = policies.map((policy) => replay(path, policy, settings));
    const future = policies.map((policy) => forecast(path, turns, policy, { settings }));
    const { screen } = context;
    if (input.flag("json"))
      printJson(screen, {
        conversation_id: next.conversation.id,
        turns,
        replay: past,
        forecast: future,
      });
    else {
      screen.print(`so far, lived through again: ${past[0]?.turns ?? 0} turns\n`);
      for (const line of table(past)) screen.print(`${line}\n`);
      screen.print(`\nthe next ${turns} turns, if they are like the last ones\n`);
      for (const line of table(future)) screen.print(`${line}\n`);
      screen.say(
        screen.err.dim(
          "cached: of tokens in, if the cache never expires; expected: with the silences of this conversation and a cache of five minutes; summary is left out, it needs a model",
        ),
      );
    }
    return exitCode.done;
  },
};

function table(rows: readonly (ReplayRow | ForecastRow)[]): string[] {
  const right = "right" as const;
  const count = (tokens: number): string => Math.round(tokens).toLocaleString("en-US");
  return columns(
    [
      { title: "policy" },
      { title: "tokens in", align: right },
      { title: "cached", align: right },
      { title: "expected", align: right },
      { title: "recalled", align: right },
      { title: "cuts", align: right },
      { title: "refused", align: right },
      { title: "ideal", align: right },
      { title: "expected", align: right },
      { title: "uncached", align: right },
    ],
    rows.map((row) => [
      row.policy,
      count(row.prompt_tokens),
      count(row.cached_tokens),
      count(row.cached_tokens_with_expiry),
      count(row.recalled_tokens),
      String(row.cuts),
      String(row.refused),
      money(row.cost_usd.ideal),
      money(row.cost_usd.expected),
      money(row.cost_usd.uncached),
    ]),
  );
}
