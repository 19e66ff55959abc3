/** Token counts and cost as the provider reports them. Absent or null means "not told", never 0. */
export interface Usage {
  /** Includes cached tokens. */
  prompt_tokens?: number;
  /** Includes reasoning tokens. */
  completion_tokens?: number;
  total_tokens?: number;
  /** US dollars charged. */
  cost?: number | null;
  is_byok?: boolean;
  prompt_tokens_details?: {
    cached_tokens?: number | null;
    cache_write_tokens?: number | null;
    [key: string]: unknown;
  } | null;
  completion_tokens_details?: { reasoning_tokens?: number | null; [key: string]: unknown } | null;
  cost_details?: Record<string, unknown> | null;
  [key: string]: unknown;
}
