import { InvalidInputError, type ModelPricing, type Parameters } from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";

/** What decides who may serve. */
export interface ProviderWishes {
  /** Every parameter that some cell sends or leaves unset. */
  parameters: readonly string[];
  /** A provider to pin, instead of the one chosen here. */
  provider: string | undefined;
  /** Sends what the model does not list. */
  force: boolean;
}

/** Who serves an experiment's calls on a router. */
export interface PinnedProvider {
  /** The wire's `provider` object. */
  provider: Parameters;
  /** This provider's own price, where told. */
  pricing: ModelPricing | undefined;
  notes: readonly string[];
}

interface ListedEndpoint {
  tag: string;
  supported: readonly string[];
  pricing: ModelPricing | undefined;
}

/**
 * Pins one provider that lists every parameter sent, the cheapest, so that cells differ by their parameters
 * alone. Where the list of providers cannot be had nothing is pinned, which is said.
 */
export async function pinnedProvider(
  context: CommandContext,
  open: OpenModel,
  { parameters, provider, force, pricing }: ProviderWishes & { pricing: ModelPricing | undefined },
): Promise<PinnedProvider> {
  const required = force ? {} : { require_parameters: true };
  if (provider !== undefined)
    return {
      provider: { order: [provider], allow_fallbacks: false, ...required },
      pricing,
      notes: [],
    };
  const listed = await endpointsOf(context, open);
  const able = listed.filter(
    ({ supported }) => force || parameters.every((name) => supported.includes(name)),
  );
  const [cheapest] = able.toSorted((a, b) => price(a) - price(b));
  if (cheapest)
    return {
      provider: { order: [cheapest.tag], allow_fallbacks: false, ...required },
      pricing: cheapest.pricing ?? pricing,
      notes: [
        `${open.id}: pinned to ${cheapest.tag}, the cheapest of ${able.length} that list all parameters (of ${listed.length}); --provider chooses`,
      ],
    };
  if (listed.length > 0) throw nobodyLeft(open.id, parameters, listed);
  return {
    provider: required,
    pricing,
    notes: [`${open.id}: its providers are not told, so none is pinned; samples may mix them`],
  };
}

const price = ({ pricing }: ListedEndpoint): number =>
  Number(pricing?.completion ?? Infinity) + Number(pricing?.prompt ?? Infinity);

function nobodyLeft(
  model: string,
  parameters: readonly string[],
  listed: readonly ListedEndpoint[],
): InvalidInputError {
  const takers = parameters.map(
    (name) => `${name} ${listed.filter(({ supported }) => supported.includes(name)).length}`,
  );
  return new InvalidInputError({
    message: `no provider of ${model} takes all of ${parameters.join(", ")}; of ${listed.length}: ${takers.join(", ")}`,
    code: "no_provider",
    remedy: "Sweep fewer parameters, or --force, which drops require_parameters.",
    details: { field: "provider", given: parameters, allowed: listed.map(({ tag }) => tag) },
  });
}

async function endpointsOf(
  context: CommandContext,
  { id, access }: OpenModel,
): Promise<readonly ListedEndpoint[]> {
  try {
    const http = await context.http(access?.server.name ?? "openrouter");
    const response = await http.get(`/models/${id}/endpoints`, { signal: context.signal });
    if (response.status >= 400) return [];
    const body = response.json();
    const data = field(body, "data");
    const endpoints = field(data, "endpoints");
    return Array.isArray(endpoints) ? endpoints.flatMap((each) => listedEndpoint(each)) : [];
  } catch (error) {
    if (context.signal.aborted) throw error;
    return [];
  }
}

function listedEndpoint(value: unknown): readonly ListedEndpoint[] {
  const tag = field(value, "tag") ?? field(value, "provider_name");
  const supported = field(value, "supported_parameters");
  const pricing = field(value, "pricing");
  if (typeof tag !== "string") return [];
  return [
    {
      tag,
      supported: Array.isArray(supported) ? supported.map(String) : [],
      pricing: isPricing(pricing) ? pricing : undefined,
    },
  ];
}

function isPricing(value: unknown): value is ModelPricing {
  return (
    typeof field(value, "prompt") === "string" && typeof field(value, "completion") === "string"
  );
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value)).get(name);
}
