import { createChatModel, HttpClient } from "@colloquy/client";
import { collect } from "@colloquy/core";
import type { CpuSubject } from "../measure/cpu-subject.ts";
import { chatPeer } from "../peers/chat-peers.ts";
import { benchRequest, requireWhole } from "./bench-request.ts";
import { ChatFloor } from "./chat-floor.ts";

const whole = { ...benchRequest, stream: false };

export const CALL_FLOOR = "floor: undici + JSON.parse";
export const CALL_OURS = "ChatModel, stream: false";
export const CALL_HTTP = "HttpClient.post, json()";

/** One call without streaming, by each subject. */
export async function makeSubject(name: string, { url }: { url: string }): Promise<CpuSubject> {
  const options = { baseUrl: url, apiKey: "a-key", environment: {} };
  switch (name) {
    case CALL_FLOOR: {
      const floor = new ChatFloor(url);
      return { work: async () => requireWhole(typeof (await floor.call()) === "object", name) };
    }
    case CALL_OURS: {
      const model = createChatModel(options);
      return {
        async work() {
          const completion = await collect(model.stream(whole));
          requireWhole(completion.choices[0]?.finish_reason === "stop", name);
        },
      };
    }
    case CALL_HTTP: {
      const http = new HttpClient(options);
      return {
        async work() {
          const response = await http.post("chat/completions", { json: whole });
          requireWhole(typeof response.json() === "object", name);
        },
      };
    }
    default: {
      const peer = await chatPeer(name, url);
      return { work: async () => requireWhole(await peer.call(), name) };
    }
  }
}
