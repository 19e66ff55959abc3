import type { Command } from "../command.ts";

/** What of a conversation is sent, and what to do about it. */
export const context: Command = {
  name: "context",
  summary: "What of a conversation is sent: shown before it is sent, chosen, priced.",
  fallback: "plan",
  subcommands: [
    {
      name: "plan",
      summary: "the next message under every policy: what goes, what does not, why, and the price",
      load: async () => (await import("./context/plan.ts")).contextPlan,
    },
    {
      name: "pin",
      summary: "always send a message; without one, list the marks and what might deserve one",
      load: async () => (await import("./context/mark.ts")).contextPin,
    },
    {
      name: "unpin",
      summary: "take a pin away",
      load: async () => (await import("./context/mark.ts")).contextUnpin,
    },
    {
      name: "exclude",
      summary: "never send a message",
      load: async () => (await import("./context/mark.ts")).contextExclude,
    },
    {
      name: "include",
      summary: "take an exclusion away",
      load: async () => (await import("./context/mark.ts")).contextInclude,
    },
    {
      name: "summary",
      summary: "running summaries: read, write another by hand, go back to an earlier one",
      load: async () => (await import("./context/summary.ts")).contextSummary,
    },
    {
      name: "policies",
      summary: "how it can be chosen what is sent",
      load: async () => (await import("./context/policies.ts")).contextPolicies,
    },
    {
      name: "forecast",
      summary:
        "tokens, cache hits and money of each policy: this conversation replayed, and the next turns",
      load: async () => (await import("./context/forecast.ts")).contextForecast,
    },
  ],
};
