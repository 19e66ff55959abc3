import { createChatModel } from "@colloquy/client";
import { collect, textOf } from "@colloquy/core";
import type { CpuSubject } from "../measure/cpu-subject.ts";
import { chatPeer } from "../peers/chat-peers.ts";
import { benchRequest, requireWhole } from "./bench-request.ts";
import { ChatFloor } from "./chat-floor.ts";

export const STREAM_FLOOR = "floor: undici + eventsource-parser + JSON.parse";
export const STREAM_OURS = "ChatModel.stream, read to its end";
export const STREAM_COLLECT = "collect(ChatModel.stream)";

/** One stream of that many chunks, by each subject. */
export async function makeSubject(
  name: string,
  { url, chunks }: { url: string; chunks: number },
): Promise<CpuSubject> {
  const model = createChatModel({ baseUrl: url, apiKey: "a-key", environment: {} });
  switch (name) {
    case STREAM_FLOOR: {
      const floor = new ChatFloor(url);
      return { work: async () => requireWhole((await floor.stream()) === chunks, name) };
    }
    case STREAM_OURS:
      return {
        async work() {
          let count = 0;
          for await (const _chunk of model.stream(benchRequest)) count += 1;
          requireWhole(count === chunks, name);
        },
      };
    case STREAM_COLLECT:
      return {
        async work() {
          const { choices } = await collect(model.stream(benchRequest));
          requireWhole(textOf(choices[0]?.message ?? {}).length > chunks, name);
        },
      };
    default: {
      const peer = await chatPeer(name, url);
      // An SDK may hand on text alone, which is a few chunks less.
      return { work: async () => requireWhole((await peer.stream()) > chunks * 0.9, name) };
    }
  }
}
