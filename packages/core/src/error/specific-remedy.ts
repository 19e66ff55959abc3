/** Remedies that a message itself gives away, more exact than those of the table. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /support tool use|tool compatibility/i,
    "Leave out the tools, or choose a model that supports them.",
  ],
  [
    /support image input|image support/i,
    "Leave out the images, or choose a model that reads them.",
  ],
  [
    /handle the requested parameters|filter by parameters/i,
    "Leave out the parameters that this model's providers do not support, or drop provider.require_parameters.",
  ],
  [/max price/i, "Raise provider.max_price, or choose a cheaper model."],
  [
    /allowed providers/i,
    "Allow more providers in provider.only, or take them off provider.ignore.",
  ],
  [/agentic harness/i, "This free model serves coding agents only: choose another model."],
  [
    /data policy|privacy/i,
    "Allow this model's data policy in the account's privacy settings, or choose another model.",
  ],
  [/guardrail/i, "A guardrail blocks it: choose another model, or ask whoever set the guardrail."],
  [
    /\blimit_rpd\b/,
    "Wait until the day's count starts anew at 00:00 UTC, or choose another model.",
  ],
  [/not a valid model id/i, "Look the model id up: `colloquy models list`."],
  [/items or fewer/i, "Name at most three models in `models`."],
  [
    /reasoning is mandatory/i,
    "Leave reasoning on for this model, with a small effort if you want less of it.",
  ],
  [
    /unsigned|thought signature|invalid signature/i,
    "Send the reasoning_details back unchanged, or without the entries that have no signature.",
  ],
];

/** The remedy that the message, or the routing step that failed, names; null when it names none. */
export function specificRemedy(message: string, routingStep: string): string | null {
  const affordable = /can only afford (\d+)/i.exec(message)?.[1];
  if (affordable) return `Set max_tokens to ${affordable} or less, or add credit.`;
  const said = `${routingStep}\n${message}`;
  return REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}
