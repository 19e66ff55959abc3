import { forecast, POLICIES, type Forecast, type PlanInput } from "@colloquy/core";
import { breather } from "../../breather.ts";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { nextTurn } from "../../memory/next-turn.ts";
import { turnPlanner } from "../../memory/turn-planner.ts";
import { forecastLines } from "../../render/forecast-lines.ts";
import { printJson } from "../../render/print-json.ts";
import { progressLine } from "../../render/progress-line.ts";

const TURNS = 20;

/** What each policy would have cost so far, and will over the next turns. */
export const contextForecast: Command = {
  name: "context forecast",
  summary: "Replays a conversation under each policy, and forecasts its next turns.",
  options: [
    { flags: "-n, --turns <count>", about: `turns to look ahead (${TURNS} unless given)` },
    { flags: "--conversation <id|title>", about: "that one; otherwise this terminal's last" },
    {
      flags: "-m, --model <model>",
      about: "at the prices and with the window of this model; may be given several times",
      repeat: true,
    },
    { flags: "--budget <tokens>", about: "tokens the prompt may use", setting: "budget" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy context forecast",
    "colloquy context forecast -n 50 --budget 2000 -m author/slug -m another/model",
  ],
  async run(context, input) {
    const turns = input.count("turns") ?? TURNS;
    const named = input.text("conversation");
    const asked = input.list("model");
    const models: ModelForecast[] = [];
    for (const model of asked.length > 0 ? asked : [undefined])
      models.push(await forecastFor(context, { named, model, turns }));
    const { screen } = context;
    if (input.flag("json"))
      printJson(screen, {
        conversation_id: models[0]?.conversation_id,
        turns,
        models: models.map(({ model, rows, settings }) => ({
          model,
          prices: settings.prices,
          budget: settings.budget,
          replay: rows.map(({ past }) => past),
          forecast: rows.map(({ future }) => future),
        })),
      });
    else {
      for (const { model, rows, settings } of models)
        for (const line of forecastLines({ model, rows, turns, ...settings }))
          screen.print(`${line}\n`);
      screen.say(
        screen.err.dim(
          "cached: of tokens in, if the cache never expires; with silences: with those of this conversation, and a cache of five minutes; summary is left out, it needs a model",
        ),
      );
    }
    return exitCode.done;
  },
};

/** A conversation under every policy, at one model's prices. */
interface ModelForecast {
  conversation_id: string;
  model: string;
  rows: readonly Forecast[];
  settings: Pick<PlanInput, "prices" | "budget" | "readingRate">;
}

async function forecastFor(
  context: CommandContext,
  { named, model, turns }: { named: string | undefined; model: string | undefined; turns: number },
): Promise<ModelForecast> {
  const next = await nextTurn(context, { named, text: "", model });
  const { memory } = await context.store();
  const wishes = { policy: "recall" as const, budget: context.config.get("budget"), exact: true };
  const {
    path,
    message: _message,
    previous: _previous,
    index: _index,
    policy: _policy,
    uncapped: _uncapped,
    ...settings
  } = await turnPlanner(context, wishes, memory).input(next.turn, next.model);
  const policies = POLICIES.filter((policy) => policy !== "summary");
  const progress = progressLine(context.streams, context.screen);
  const rows: Forecast[] = [];
  try {
    for (const policy of policies) {
      const message = `replaying under ${policy}`;
      const onTurn = breather(context.signal, (done, total) =>
        progress.show({ message, done, total }),
      );
      rows.push(await forecast(path, turns, policy, { settings, onTurn }));
    }
  } finally {
    progress.clear();
  }
  return { conversation_id: next.conversation.id, model: next.settings.model, rows, settings };
}
