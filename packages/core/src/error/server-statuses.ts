import type { GuideRow } from "./error-guide.ts";

/** The statuses that blame the server or the provider behind it. */
export const SERVER_STATUSES: Readonly<Record<string, GuideRow>> = {
  500: {
    status: 500,
    title: "Internal Server Error",
    meaning: "Something broke inside the service. The real reason is hidden from the outside.",
    causes: ["a fault in the service", "rarely, a request that it did not expect"],
    retryable: true,
    retry: "A few times with growing pauses; then it is more than a hiccup.",
    remedy: "Ask again in a moment; if it stays, try another model and the service's status page.",
    command: "colloquy doctor",
  },
  502: {
    status: 502,
    title: "Bad Gateway",
    meaning:
      "The model's provider is down, or sent an empty or broken answer. The reason, where there is one, stands in error.metadata.raw.",
    causes: ["the provider has an outage", "a model that starts up returned nothing"],
    retryable: true,
    retry: "Another attempt may reach another provider.",
    remedy: "Ask again, or choose a model that several providers serve.",
    command: "colloquy models list",
  },
  503: {
    status: 503,
    title: "Service Unavailable",
    meaning: "No provider can take the request now: all that fit are overloaded or away.",
    causes: [
      "a busy hour for this model",
      "conditions that leave only one provider, which is full",
    ],
    retryable: true,
    retry: "After Retry-After where it is given, else after some seconds.",
    remedy: "Wait and ask again, allow more providers, or use another model.",
    command: "colloquy models list",
  },
  504: {
    status: 504,
    title: "Gateway Timeout",
    meaning: "The provider did not answer in the time that the service waits for it.",
    causes: ["a very long prompt or answer", "an overloaded provider"],
    retryable: true,
    retry: "It may reach a faster provider.",
    remedy: "Ask again, or ask for less: a shorter history, a smaller max_tokens.",
    command: 'colloquy "Say hello." -o max_tokens 20',
  },
  524: {
    status: 524,
    title: "edge timeout",
    meaning:
      "The network in front of the service gave up waiting, although the service may still be working.",
    causes: [
      "a long answer without streaming, so that no byte came for too long",
      "an overloaded provider",
    ],
    retryable: true,
    retry: "Better with streaming on, since bytes then come early.",
    remedy: "Leave streaming on, or set a smaller max_tokens.",
    command: 'colloquy "Say hello."',
  },
  529: {
    status: 529,
    title: "provider overloaded",
    meaning:
      "The provider says that it is overloaded. It is not about your request or your account.",
    causes: ["a busy hour for this provider"],
    retryable: true,
    retry: "After a pause that grows with each attempt.",
    remedy: "Wait a little, or let the request go to another provider or model.",
    command: "colloquy models list",
  },
};
