import { ApiError, ProtocolError } from "@colloquy/core";
import type { ChatRequest } from "@colloquy/core";
import { describe, it } from "vitest";
import { chatModelContract } from "./contracts/chat-model-contract.ts";
import { scriptedChunk } from "./scripted-chunk.ts";
import { ScriptedModel } from "./scripted-model.ts";

const ask = (model: string): ChatRequest => ({
  model,
  messages: [{ role: "user", content: "hi" }],
});

describe("scripted model", () => {
  for (const { name, run } of chatModelContract) {
    it(name, () =>
      run(async () => {
        const model = new ScriptedModel((request) => {
          if (request.model === "refused") return [{ error: new ApiError({ message: "no" }) }];
          if (request.model === "cut") {
            return ["so far", { error: new ProtocolError({ message: "cut" }) }];
          }
          if (request.model === "uncounted") {
            return ["all", scriptedChunk(request, {}, { finish_reason: "stop" })];
          }
          return request.model === "long" ? "word ".repeat(200) : "Tea is ready.";
        });
        return {
          model,
          answered: ask("answered"),
          long: ask("long"),
          refused: ask("refused"),
          cut: ask("cut"),
          uncounted: ask("uncounted"),
          working: () => model.calls.filter(({ outcome }) => outcome === "running").length,
        };
      }),
    );
  }
});
