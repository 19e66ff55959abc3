import { startUpstreamProcess } from "@colloquy/testkit";
import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { cpuRounds } from "./measure/cpu-rounds.ts";
import { ratioBar } from "./measure/ratio-bar.ts";
import { chatPeerNames } from "./peers/chat-peers.ts";
import { STREAM_COLLECT, STREAM_FLOOR, STREAM_OURS } from "./wire/stream-subjects.ts";

const CHUNKS = 1_000;

/** CPU of one stream of 1,000 chunks, in front of an upstream that sends them at once. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const say = (line: string): void => options.say(line);
  const peers = await chatPeerNames(options.peers, say);
  const upstream = await startUpstreamProcess({ scenario: "instant", chunks: CHUNKS });
  try {
    const rows = await cpuRounds({
      module: new URL("./wire/stream-subjects.ts", import.meta.url),
      subjects: [STREAM_FLOOR, STREAM_OURS, STREAM_COLLECT],
      peers,
      context: { url: upstream.url, chunks: CHUNKS },
      rounds: options.quick ? 3 : 21,
      repeats: options.quick ? 20 : 40,
      say,
    });
    return { bench: "stream", machine: machine(), rows, bars: [ratioBar(rows, STREAM_OURS, 1.3)] };
  } finally {
    await upstream.close();
  }
}
