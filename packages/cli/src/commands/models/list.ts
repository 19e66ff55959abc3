import { pricesOf } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { insideModels, matches, serverModels, type ModelFilter } from "../../models/list-models.ts";
import type { ListedModel } from "../../models/listed-model.ts";
import { perMillion } from "../../models/price-words.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { columns } from "../../render/columns.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { when } from "../../render/when.ts";

/** Models there are. */
export const modelsList: Command = {
  name: "models list",
  summary: "Lists the models inside and those of a server; words search names and descriptions.",
  arguments: "[text...]",
  options: [
    { flags: "--free", about: "only those known to cost nothing" },
    { flags: "--takes <parameter>", about: "only those that take this parameter", repeat: true },
    { flags: "--server <name>", about: "whose models (openrouter)", setting: "server" },
    { flags: "--inside", about: "only those that run here; needs no network" },
    { flags: "--refresh", about: "fetch the list again; else one of today is used" },
    { flags: "-n, --limit <count>", about: "at most this many" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy models list --inside",
    "colloquy models list llama --free",
    "colloquy models list --takes seed --takes logprobs -n 10",
    "colloquy models list --server ollama",
  ],
  async run(context, input) {
    const filter: ModelFilter = {
      words: input.words,
      free: input.flag("free"),
      takes: input.list("takes"),
    };
    const all = await gather(context, input);
    const found = all.filter((model) => matches(model, filter));
    const shown = found.slice(0, input.count("limit") ?? found.length);
    const { screen } = context;
    if (input.flag("json")) printJson(screen, { models: shown, total: found.length });
    else {
      if (shown.length > 0) for (const line of table(shown)) screen.line(line);
      screen.say(screen.err.dim(summary({ shown, found: found.length, all })));
    }
    return exitCode.done;
  },
};

async function gather(
  context: CommandContext,
  input: CommandInput,
): Promise<readonly ListedModel[]> {
  const inside = await insideModels(context);
  if (input.flag("inside")) return inside;
  const server = context.config.get("server");
  const listed = await serverModels(context, { server, refresh: input.flag("refresh") });
  return [...inside, ...listed];
}

function table(models: readonly ListedModel[]): string[] {
  return columns(
    [
      { title: "model" },
      { title: "window", align: "right" },
      { title: "$/M in", align: "right" },
      { title: "$/M out", align: "right" },
      { title: "name" },
    ],
    models.map((listed) => {
      const { context_length, name = "" } = listed.model;
      const prices = pricesOf(listed);
      return [
        sanitise(listed.name),
        context_length ? String(context_length) : "unknown",
        perMillion(prices.prompt),
        perMillion(prices.completion),
        sanitise(name),
      ];
    }),
  );
}

function summary({
  shown,
  found,
  all,
}: {
  shown: readonly ListedModel[];
  found: number;
  all: readonly ListedModel[];
}): string {
  const fetched = all.find(({ server }) => server !== "inside");
  const of = found === all.length ? "" : ` of ${all.length}`;
  const cut = shown.length < found ? `, ${shown.length} shown` : "";
  const from = fetched ? `, ${fetched.server}'s list of ${when(fetched.fetched_at)}` : "";
  const models = all.length === 1 ? "model" : "models";
  return `${found}${of} ${models}${cut}${from}`;
}
