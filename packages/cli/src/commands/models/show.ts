import { pricesOf, type Model } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { describeModel, type DescribedModel } from "../../models/describe-model.ts";
import { perMillion } from "../../models/price-words.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { parameterWords } from "../../render/status-line.ts";
import { when } from "../../render/when.ts";

/** One model. */
export const modelsShow: Command = {
  name: "models show",
  summary: "Shows a model's window, price and parameters, and when they were fetched.",
  arguments: "[model]",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy models show", "colloquy models show author/slug"],
  async run(context, input) {
    const [name = context.config.get("model")] = input.words;
    const described = await describeModel(context, name);
    const { screen } = context;
    if (input.flag("json")) printJson(screen, { server: described.server, ...described.dated });
    else {
      screen.print(`${screen.out.bold(sanitise(described.dated.model.id))}\n`);
      for (const [word, text] of facts(described))
        screen.line(`  ${word.padEnd(16)}${sanitise(text)}`);
    }
    return exitCode.done;
  },
};

function facts({ server, dated }: DescribedModel): readonly (readonly [string, string])[] {
  const { model } = dated;
  const { prompt, completion, cached, written, request } = pricesOf(dated);
  const rows: (readonly [string, string | undefined])[] = [
    ["name", model.name],
    ["about", firstSentence(model.description)],
    ["server", server === "inside" ? "inside: it runs in this process" : server],
    ["window", tokens(model.context_length)],
    ["longest answer", tokens(model.top_provider?.max_completion_tokens)],
    ["price in", dollars(prompt)],
    ["price out", dollars(completion)],
    ["  cached in", cached === null ? undefined : dollars(cached)],
    ["  written in", written === prompt ? undefined : dollars(written)],
    ["  a request", request > 0 ? `$${request}` : undefined],
    ["takes", model.supported_parameters?.join(" ") ?? "not told"],
    ["unset means", defaults(model)],
    ["as of", when(dated.fetched_at)],
  ];
  return rows.flatMap(([word, text]) => (text ? [[word, text] as const] : []));
}

function tokens(count: number | null | undefined): string | undefined {
  return count ? `${count} tokens` : undefined;
}

function dollars(perToken: number | null): string {
  const words = perMillion(perToken);
  return /^\d/.test(words) ? `$${words} a million tokens` : words;
}

function defaults({ default_parameters }: Model): string {
  const words = default_parameters ? parameterWords(default_parameters) : "";
  return words === "" ? "the provider's own defaults, which it does not tell" : words;
}

function firstSentence(text = ""): string {
  const flat = text.replaceAll(/\s+/g, " ").trim();
  const [first = ""] = /^.{1,200}?[.!?](?:\s|$)/.exec(flat) ?? [];
  return (first || flat.slice(0, 200)).trim();
}
