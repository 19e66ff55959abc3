import {
  casesOf,
  probeDesign,
  probeLabels,
  textOf,
  type Parameters,
  type ProbeCall,
} from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { consentToRun } from "../../lab/consent.ts";
import { timeWords } from "../../lab/estimate-lines.ts";
import type { RunEstimate } from "../../lab/estimate-run.ts";
import { labModel, type LabModel } from "../../lab/lab-model.ts";
import { begunProbe } from "../../lab/probe/begun-probe.ts";
import { drawProbe } from "../../lab/probe/draw-probe.ts";
import { keepProbe, keptProbes, type KeptProbe } from "../../lab/probe/kept-probes.ts";
import { probeText } from "../../lab/probe/probe-text.ts";
import { speedOf } from "../../lab/speed.ts";
import { modelTokenizer } from "../../memory/model-tokenizer.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { money } from "../../render/money.ts";
import { printJson } from "../../render/print-json.ts";
import { progressLine } from "../../render/progress-line.ts";

/** Which parameters a model and its provider honour. */
export const labProbe: Command = {
  name: "lab probe",
  summary: "Finds out which parameters a model honours, clamps, rejects or ignores.",
  arguments: "[parameters...]",
  options: [
    { flags: "-m, --model <model>", about: "the model" },
    { flags: "--provider <name>", about: "on OpenRouter: whose service of it" },
    { flags: "--seed <number>", about: "the same seed makes the same calls in the same order" },
    { flags: "--concurrency <count>", about: "calls at once (16 inside, 8 elsewhere)" },
    { flags: "--kept", about: "what earlier probes found, without a call" },
    { flags: "-y, --yes", about: "do not ask" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy lab probe", "colloquy lab probe temperature top_k -m author/slug --yes"],
  async run(context, input) {
    const name = input.text("model") ?? context.config.get("model");
    if (input.flag("kept")) {
      const kept = await keptProbes(context.paths.cache, context.environment.now());
      const own = kept.filter(({ model }) => model === name);
      if (input.flag("json")) printJson(context.screen, { model: name, probes: own, error: null });
      else if (own.length === 0) context.screen.say(`${name} was not probed in the last 30 days`);
      else for (const probe of own) context.screen.print(probeText(probe));
      return exitCode.done;
    }
    const { probe, calls } = await measure(context, input, name);
    if (input.flag("json")) printJson(context.screen, { ...probe, calls, error: null });
    else context.screen.print(probeText(probe));
    return exitCode.done;
  },
};

async function measure(
  context: CommandContext,
  input: CommandInput,
  name: string,
): Promise<{ probe: KeptProbe; calls: number }> {
  const parameters = casesOf(input.words).map(({ parameter }) => parameter);
  const model = await labModel(context, name, {
    parameters: [],
    routed: false,
    provider: input.text("provider"),
    force: true,
    logprobs: false,
  });
  const provider = providerOf(model.facts.routing);
  const { cache } = context.paths;
  const unkept = (what: string) => (reason: string) => context.screen.say(`${what}: ${reason}`);
  const begun = await begunProbe(
    { model: name, provider, parameters, seed: input.count("seed") },
    {
      cache,
      now: context.environment.now(),
      onUnkept: unkept("answers cannot be kept, so that this probe could not go on after a stop"),
    },
  );
  const { seed, outcomes } = begun;
  const calls = probeDesign({ parameters, seed });
  const left = calls.filter((_, place) => !outcomes.has(place));
  if (outcomes.size > 0)
    context.screen.say(
      `a probe that was stopped goes on: ${outcomes.size} calls are there already`,
    );
  const estimate = await priced(context, left, model);
  sayPrice(context, estimate, model);
  await consentToRun(context, input, { estimate, free: model.free });
  const line = progressLine(context.streams, context.screen);
  try {
    await model.open.prepare?.({ signal: context.signal, onProgress: line.show });
    const results = await drawProbe(calls, {
      model: model.open.chat,
      id: model.open.id,
      routing: model.facts.routing ?? {},
      concurrency: input.count("concurrency") || (model.open.inside ? 16 : 8),
      signal: context.signal,
      begun,
      onResult: (done) => line.show({ message: "probing", done, total: calls.length }),
    });
    const listed = await supportedBy(context, model);
    const probe: KeptProbe = {
      model: name,
      provider,
      at: new Date(context.environment.now()).toISOString(),
      findings: probeLabels(results, {
        seed,
        unlisted: listed ? parameters.filter((each) => !listed.includes(each)) : [],
      }),
    };
    await keepProbe(cache, probe).then(
      () => begun.finish(),
      (error: Error) => unkept("what was found cannot be kept")(error.message),
    );
    return { probe, calls: results.length };
  } finally {
    line.clear();
  }
}

/** Parameters that the server's list names for the model; undefined where it has no such list. */
async function supportedBy(
  context: CommandContext,
  { open }: LabModel,
): Promise<readonly string[] | undefined> {
  if (!open.access) return undefined;
  try {
    const catalog = await context.catalog(open.access.server.name);
    return (await catalog.get(open.id, { signal: context.signal }))?.model.supported_parameters;
  } catch {
    return undefined;
  }
}

function providerOf(routing: Parameters | undefined): string | null {
  const provider = routing?.["provider"];
  if (typeof provider !== "object" || provider === null || !("order" in provider)) return null;
  return Array.isArray(provider.order) ? String(provider.order[0]) : null;
}

async function priced(
  context: CommandContext,
  calls: readonly ProbeCall[],
  { facts, open }: LabModel,
): Promise<RunEstimate> {
  const { signal, paths } = context;
  const tokenizer = await modelTokenizer(open, { characters: 0, signal });
  const prompt = calls.reduce(
    (sum, { messages }) =>
      sum + tokenizer.countText(messages.map((each) => textOf(each)).join("\n")) + 8,
    0,
  );
  const completion = calls.reduce(
    (sum, { parameters }) => sum + Number(parameters["max_tokens"] ?? 0),
    0,
  );
  const speed = await speedOf(paths.cache, { model: facts.model, inside: open.inside });
  const [input, output] = [Number(facts.pricing?.prompt), Number(facts.pricing?.completion)];
  const cost =
    prompt * input + completion * output + calls.length * Number(facts.pricing?.request ?? 0);
  return {
    calls: calls.length,
    prompt_tokens: prompt,
    completion_tokens: completion,
    cost_usd: input >= 0 && output >= 0 && Number.isFinite(cost) ? cost : null,
    seconds: completion / speed.tokens_per_second,
    family: 0,
    detectable_rate_difference: null,
    measured_speed: speed.measured_at !== null,
    assumed_length: false,
  };
}

function sayPrice(
  { screen }: CommandContext,
  estimate: RunEstimate,
  { free, notes }: LabModel,
): void {
  const cost = free
    ? "costs nothing"
    : estimate.cost_usd === null
      ? "at an unknown price"
      : `costs up to ${money(estimate.cost_usd)}`;
  screen.say(
    `${estimate.calls} short calls, up to ${estimate.prompt_tokens} tokens in and ${estimate.completion_tokens} out; ${cost}; ${timeWords(estimate)}`,
  );
  for (const note of notes) screen.say(`  ${note}`);
}
