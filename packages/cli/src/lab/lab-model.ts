import {
  InvalidInputError,
  type DatedModel,
  type ModelFacts,
  type Parameters,
  type UnsetMeaning,
} from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { pinnedProvider, type ProviderWishes } from "./pinned-provider.ts";

/** A model of an experiment: what is known of it, and the way to ask it. */
export interface LabModel {
  facts: ModelFacts;
  open: OpenModel;
  /** True when nothing it is asked can cost money. */
  free: boolean;
  /** What is worth saying before it is asked. */
  notes: readonly string[];
}

export interface LabModelWishes extends ProviderWishes {
  /** The person chose who serves, or how. */
  routed: boolean;
  /** The answers come with logprobs, which tell their tokens. */
  logprobs: boolean;
}

/** Opens a model and finds out what happens to parameters that are not sent to it. */
export async function labModel(
  context: CommandContext,
  name: string,
  wishes: LabModelWishes,
): Promise<LabModel> {
  // The lab tries again by itself and counts every call.
  const open = await context.model(name, { retries: 0 });
  return open.inside
    ? insideModel(name, open, wishes)
    : remoteModel(context, name, { open, wishes });
}

async function insideModel(
  name: string,
  open: OpenModel,
  { parameters }: LabModelWishes,
): Promise<LabModel> {
  const { localCatalog, neutralParameters } = await import("@colloquy/local");
  const dated = await localCatalog().get(name);
  const declared: Parameters = dated?.model.default_parameters ?? {};
  const neutral: Parameters = neutralParameters;
  const meaning = (parameter: string): UnsetMeaning =>
    declared[parameter] !== undefined
      ? { source: "declared", value: declared[parameter] }
      : { source: "engine", value: neutral[parameter] ?? wordsForUnset(parameter) };
  return {
    open,
    free: true,
    notes: [],
    facts: {
      model: name,
      sends_seed: true,
      reasoning: false,
      tells_tokens: true,
      unset: Object.fromEntries(parameters.map((each) => [each, meaning(each)])),
      explicit: { ...neutral, ...declared },
      pricing: { prompt: "0", completion: "0" },
      ...(dated && { fetched_at: dated.fetched_at }),
    },
  };
}

/** What the embedded engine does without a parameter that has no neutral number. */
function wordsForUnset(parameter: string): string {
  return parameter.startsWith("max_") ? "until the window is full" : "off";
}

async function remoteModel(
  context: CommandContext,
  name: string,
  { open, wishes }: { open: OpenModel; wishes: LabModelWishes },
): Promise<LabModel> {
  const { access } = open;
  const dated = access && (await described(context, access.server.name, open.id));
  const model = dated?.model;
  const supported = model?.supported_parameters;
  const local = access?.server.local === true;
  const isRouter = access?.server.name === "openrouter";
  if (isRouter && supported && !wishes.force) requireListed(name, supported, wishes.parameters);
  const pin =
    isRouter && !wishes.routed
      ? await pinnedProvider(context, open, { ...wishes, pricing: model?.pricing })
      : undefined;
  const pricing = local ? { prompt: "0", completion: "0" } : (pin?.pricing ?? model?.pricing);
  return {
    open,
    free: local || isFree(pricing),
    notes: pin?.notes ?? [],
    facts: {
      model: name,
      sends_seed: supported?.includes("seed") ?? false,
      reasoning: supported?.includes("reasoning") ?? false,
      tells_tokens: wishes.logprobs,
      unset: Object.fromEntries(
        wishes.parameters.map((each) => [each, declaredMeaning(model?.default_parameters, each)]),
      ),
      ...(pin && { routing: { provider: pin.provider } }),
      ...(pricing && { pricing }),
      ...(dated && { fetched_at: dated.fetched_at }),
    },
  };
}

function isFree(
  pricing: { prompt: string; completion: string; request?: string } | undefined,
): boolean {
  return (
    pricing !== undefined &&
    [pricing.prompt, pricing.completion, pricing.request ?? "0"].every((each) => Number(each) === 0)
  );
}

function declaredMeaning(
  declared: Readonly<Record<string, unknown>> | null | undefined,
  name: string,
): UnsetMeaning {
  const value = declared?.[name];
  return value === undefined || value === null
    ? { source: "unknown" }
    : { source: "declared", value };
}

/** What the server's list says, or undefined where it has none or cannot be reached now. */
async function described(
  context: CommandContext,
  server: string,
  id: string,
): Promise<DatedModel | undefined> {
  try {
    return await (await context.catalog(server)).get(id, { signal: context.signal });
  } catch (error) {
    if (context.signal.aborted) throw error;
    return undefined;
  }
}

function requireListed(
  name: string,
  supported: readonly string[],
  parameters: readonly string[],
): void {
  const missing = parameters.filter((each) => each !== "provider" && !supported.includes(each));
  if (missing.length === 0) return;
  throw new InvalidInputError({
    message: `${name} does not list ${missing.join(", ")}: with require_parameters no provider is left`,
    code: "unsupported_parameter",
    remedy: `It lists ${supported.join(", ")}. --force sends the others all the same, without require_parameters.`,
    details: { field: missing[0], given: missing, allowed: supported },
  });
}
