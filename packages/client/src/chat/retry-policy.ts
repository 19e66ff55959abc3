import type { ColloquyError } from "@colloquy/core";
import { ApiError, ConnectionError, TimeoutError } from "@colloquy/core";

/** How often and how patiently a call is tried again before its first token. */
export interface RetryPolicy {
  /** Attempts after the first one. */
  retries: number;
  /** The first pause in milliseconds; each further one is twice as long. */
  base_ms: number;
  /** The longest pause of our own making. */
  longest_ms: number;
  /** The longest wait that a server may ask for; a longer one is told, not waited. */
  longest_asked_ms: number;
}

export const DEFAULT_RETRIES: RetryPolicy = {
  retries: 2,
  base_ms: 500,
  longest_ms: 8_000,
  longest_asked_ms: 60_000,
};

/** A failure that another attempt may mend, as the error itself says: never a daily cap. */
function isWorthRetrying(error: ColloquyError): boolean {
  const { retryable, details } = error.record;
  if (error instanceof TimeoutError) return details?.["phase"] === "connect";
  return (error instanceof ApiError || error instanceof ConnectionError) && retryable;
}

/**
 * Milliseconds to wait before attempt number `attempt` + 1 (the first attempt is 1); undefined when there
 * shall be none. What the server asks for is honoured; else the pause doubles, between half and whole by
 * chance, so that many clients do not come back at the same moment.
 */
export function retryDelay(
  error: ColloquyError,
  attempt: number,
  { policy, random }: { policy: RetryPolicy; random: () => number },
): number | undefined {
  if (attempt > policy.retries || !isWorthRetrying(error)) return undefined;
  const asked = error.record.retry_after_s;
  if (asked !== null) return asked * 1000 <= policy.longest_asked_ms ? asked * 1000 : undefined;
  const pause = Math.min(policy.base_ms * 2 ** (attempt - 1), policy.longest_ms);
  return pause * (0.5 + random() / 2);
}
