/** What stands where a secret was. */
export const REDACTED = "[redacted]";

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer)\s+(?=\S*[\d_=+/]|\S{20})[^\s"'`,;<>\\]+/gi, `$1 ${REDACTED}`],
  [/\b(?:sk|pk|rk)-[\w*.…-]{4,}/g, `sk-${REDACTED}`],
  [/\b(?:gsk_|hf_|xai-|r8_|pplx-|AIza)[\w*.-]{6,}/g, REDACTED],
  [
    /((?:api[-_]?key|access[-_]?token|authorization)["']?\s*[:=]\s*["']?)(?=\S*\d|\S{20})[^\s"'&,;<>}\\]{4,}/gi,
    `$1${REDACTED}`,
  ],
];

/**
 * Text without keys and tokens: whatever looks like one by its usual prefix or its place, and each of
 * `secrets` wherever it stands.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, REDACTED);
  }
  for (const [pattern, replacement] of SECRETS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** Any JSON value with every text in it redacted, keys of objects included. */
export function redactValue(value: unknown, secrets: readonly string[] = []): unknown {
  if (typeof value === "string") return redact(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key, secrets), redactValue(item, secrets)]),
  );
}
