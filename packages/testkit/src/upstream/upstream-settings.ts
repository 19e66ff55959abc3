/** How long and how large the scenarios are. Times in milliseconds unless the name says otherwise. */
export interface UpstreamSettings {
  /** Between two tokens of an ordinary stream. */
  token_ms: number;
  /** Between two bytes that must not arrive in one read. */
  gap_ms: number;
  /** Between two pieces of a slow drip. */
  drip_ms: number;
  /** Between two comments, or two keep-alive white spaces. */
  comment_ms: number;
  /** Before the first token where that is late. */
  first_token_ms: number;
  /** How long a scenario without an answer holds the connection at most. */
  silence_ms: number;
  /** What a rate limit asks the client to wait, in seconds. */
  retry_after_s: number;
  /** How many tokens `instant` and `long-stream` send. */
  chunks: number;
  /** How often `retry-then-ok` fails before it answers. */
  failures: number;
  /** Where an endless body stops. */
  endless_bytes: number;
}

/** A pace that a person can watch. */
export const humanSettings: UpstreamSettings = {
  token_ms: 60,
  gap_ms: 20,
  drip_ms: 400,
  comment_ms: 500,
  first_token_ms: 3000,
  silence_ms: 600_000,
  retry_after_s: 2,
  chunks: 600,
  failures: 2,
  endless_bytes: 64 * 1024 * 1024,
};

/** A pace for tests. `silence_ms` stays long: there the client's own deadline ends the call. */
export const fastSettings: UpstreamSettings = {
  token_ms: 1,
  gap_ms: 5,
  drip_ms: 5,
  comment_ms: 10,
  first_token_ms: 40,
  silence_ms: 60_000,
  retry_after_s: 0.1,
  chunks: 100,
  failures: 2,
  endless_bytes: 4 * 1024 * 1024,
};

/** Multiplies every time by `scale`; sizes stay. */
export function scaled(settings: UpstreamSettings, scale: number): UpstreamSettings {
  const times = Object.entries(settings).map(([name, value]: [string, number]) =>
    /_(?:ms|s)$/.test(name) ? [name, value * scale] : [name, value],
  );
  return { ...settings, ...Object.fromEntries(times) };
}
