import type { ChatRequest } from "@colloquy/core";
import { chatModelContract, fastSettings, startUpstream } from "@colloquy/testkit";
import { describe, it } from "vitest";
import { createChatModel } from "./create-chat-model.ts";

/** The scenario that answers is named in the model's id, so that one model meets them all. */
const ask = (scenario: string): ChatRequest => ({
  model: scenario,
  messages: [{ role: "user", content: "Say hello." }],
});

describe("chat model over HTTP", () => {
  for (const { name, run } of chatModelContract) {
    it(name, () =>
      run(async () => {
        const upstream = await startUpstream({ settings: { ...fastSettings, chunks: 5_000 } });
        const models = new Map<string, ReturnType<typeof createChatModel>>();
        const modelFor = (scenario: string): ReturnType<typeof createChatModel> => {
          const model =
            models.get(scenario) ??
            createChatModel({ baseUrl: upstream.urlOf(scenario), environment: {} });
          models.set(scenario, model);
          return model;
        };
        return {
          model: {
            stream: (request, options) => modelFor(request.model).stream(request, options),
            dispose: async () => {
              await Promise.all([...models.values()].map(async (model) => model.dispose?.()));
            },
          },
          answered: ask("ok"),
          long: ask("long-stream"),
          refused: ask("401"),
          cut: ask("reset-mid-token"),
          uncounted: ask("usage-nowhere"),
          working: () =>
            upstream.requests.filter((request) => !request.finished && !request.left).length,
          close: () => upstream.close(),
        };
      }),
    );
  }
});
