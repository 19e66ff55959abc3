import { startUpstreamProcess } from "@colloquy/testkit";
import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { machine } from "./machine.ts";
import { cpuRounds } from "./measure/cpu-rounds.ts";
import { ratioBar } from "./measure/ratio-bar.ts";
import { chatPeerNames } from "./peers/chat-peers.ts";
import { CALL_FLOOR, CALL_HTTP, CALL_OURS } from "./wire/call-subjects.ts";

/** CPU of one call without streaming, in front of an upstream that answers at once. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const say = (line: string): void => options.say(line);
  const peers = await chatPeerNames(options.peers, say);
  const upstream = await startUpstreamProcess({ scenario: "instant" });
  try {
    const rows = await cpuRounds({
      module: new URL("./wire/call-subjects.ts", import.meta.url),
      subjects: [CALL_FLOOR, CALL_OURS, CALL_HTTP],
      peers,
      context: { url: upstream.url },
      rounds: options.quick ? 3 : 15,
      repeats: options.quick ? 200 : 1_000,
      say,
    });
    return { bench: "call", machine: machine(), rows, bars: [ratioBar(rows, CALL_OURS, 1.3)] };
  } finally {
    await upstream.close();
  }
}
