import { createChatModel, HttpClient } from "@colloquy/client";
import { collect } from "@colloquy/core";
import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { cpuRounds } from "./measure/cpu-rounds.ts";
import type { CpuSubject } from "./measure/cpu-rounds.ts";
import { ratioBar } from "./measure/ratio-bar.ts";
import { fetchPeer, installedPeers } from "./peers/chat-peers.ts";
import { benchRequest, requireWhole } from "./wire/bench-request.ts";
import { ChatFloor } from "./wire/chat-floor.ts";
import { startUpstreamProcess } from "./wire/upstream-process.ts";

const FLOOR = "floor: undici + JSON.parse";
const OURS = "ChatModel, stream: false";

/** CPU of one call without streaming, in front of an upstream that answers at once. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const say = (line: string): void => options.say(line);
  const upstream = await startUpstreamProcess("instant");
  const floor = new ChatFloor(upstream.url);
  const model = createChatModel({ baseUrl: upstream.url, apiKey: "a-key", environment: {} });
  const http = new HttpClient({ baseUrl: upstream.url, apiKey: "a-key", environment: {} });
  const peers = [
    fetchPeer(upstream.url),
    ...(options.peers ? await installedPeers(upstream.url, say) : []),
  ];
  const whole = { ...benchRequest, stream: false };
  const subjects: CpuSubject[] = [
    {
      subject: FLOOR,
      async work() {
        requireWhole(typeof (await floor.call()) === "object", FLOOR);
      },
    },
    {
      subject: OURS,
      async work() {
        const completion = await collect(model.stream(whole));
        requireWhole(completion.choices[0]?.finish_reason === "stop", OURS);
      },
    },
    {
      subject: "HttpClient.post, json()",
      async work() {
        requireWhole(
          typeof (await http.post("chat/completions", { json: whole })).json() === "object",
          "HttpClient",
        );
      },
    },
    ...peers.map((peer) => ({
      subject: peer.name,
      work: async () => requireWhole(await peer.call(), peer.name),
    })),
  ];
  try {
    const rows = await cpuRounds(subjects, {
      rounds: options.quick ? 3 : 15,
      repeats: options.quick ? 100 : 300,
      floor: FLOOR,
      say,
    });
    return { bench: "call", machine: machine(), rows, bars: [ratioBar(rows, OURS, 1.3)] };
  } finally {
    await Promise.all([floor.close(), model.dispose?.(), http.dispose(), upstream.stop()]);
  }
}
