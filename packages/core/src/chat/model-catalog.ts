/** Decimal strings in US dollars per token; a negative price means "varies". Unknown keys are kept. */
export interface ModelPricing {
  prompt: string;
  completion: string;
  request?: string;
  input_cache_read?: string;
  input_cache_write?: string;
  [key: string]: unknown;
}

/** The wire's Model object. Everything but `id` may be missing on servers other than OpenRouter. */
export interface Model {
  id: string;
  name?: string;
  /** Unix seconds. */
  created?: number;
  description?: string;
  context_length?: number | null;
  pricing?: ModelPricing;
  top_provider?: {
    context_length?: number | null;
    max_completion_tokens?: number | null;
    [key: string]: unknown;
  };
  supported_parameters?: readonly string[];
  default_parameters?: Readonly<Record<string, unknown>> | null;
  [key: string]: unknown;
}

/** A model with the time its description was fetched (ISO 8601 UTC). */
export interface DatedModel {
  model: Model;
  fetched_at: string;
}

/** What models a server offers, with prices, windows and parameters. `get` resolves undefined if unknown. */
export interface ModelCatalog {
  list(options?: { refresh?: boolean; signal?: AbortSignal }): Promise<readonly DatedModel[]>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<DatedModel | undefined>;
}
