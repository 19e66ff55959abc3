import { createChatModel } from "@colloquy/client";
import { collect, textOf } from "@colloquy/core";
import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { cpuRounds } from "./measure/cpu-rounds.ts";
import type { CpuSubject } from "./measure/cpu-rounds.ts";
import { ratioBar } from "./measure/ratio-bar.ts";
import { fetchPeer, installedPeers } from "./peers/chat-peers.ts";
import { benchRequest, requireWhole } from "./wire/bench-request.ts";
import { ChatFloor } from "./wire/chat-floor.ts";
import { startUpstreamProcess } from "./wire/upstream-process.ts";

const CHUNKS = 1_000;
const FLOOR = "floor: undici + eventsource-parser + JSON.parse";
const OURS = "ChatModel.stream, read to its end";

/** CPU of one stream of 1,000 chunks, in front of an upstream that sends them at once. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const say = (line: string): void => options.say(line);
  const upstream = await startUpstreamProcess("instant", { chunks: CHUNKS });
  const floor = new ChatFloor(upstream.url);
  const model = createChatModel({ baseUrl: upstream.url, apiKey: "a-key", environment: {} });
  const peers = [
    fetchPeer(upstream.url),
    ...(options.peers ? await installedPeers(upstream.url, say) : []),
  ];
  const subjects: CpuSubject[] = [
    {
      subject: FLOOR,
      async work() {
        requireWhole((await floor.stream()) === CHUNKS, FLOOR);
      },
    },
    {
      subject: OURS,
      async work() {
        let chunks = 0;
        for await (const _chunk of model.stream(benchRequest)) chunks += 1;
        requireWhole(chunks === CHUNKS, OURS);
      },
    },
    {
      subject: "collect(ChatModel.stream)",
      async work() {
        const { choices } = await collect(model.stream(benchRequest));
        requireWhole(textOf(choices[0]?.message ?? {}).length > CHUNKS, "collect");
      },
    },
    ...peers.map((peer) => ({
      subject: peer.name,
      work: async () => requireWhole((await peer.stream()) > CHUNKS / 2, peer.name),
    })),
  ];
  try {
    const rows = await cpuRounds(subjects, {
      rounds: options.quick ? 3 : 15,
      repeats: options.quick ? 10 : 25,
      floor: FLOOR,
      say,
    });
    return { bench: "stream", machine: machine(), rows, bars: [ratioBar(rows, OURS, 1.3)] };
  } finally {
    await Promise.all([floor.close(), model.dispose?.(), upstream.stop()]);
  }
}
