import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface UpstreamProcess {
  /** Base URL of its API. */
  url: string;
  stop(): Promise<void>;
}

const MAIN = new URL("../../../testkit/src/upstream/main.ts", import.meta.url).pathname;

/** The scripted upstream in a process of its own, so that its work is not counted with the client's. */
export async function startUpstreamProcess(
  scenario: string,
  { chunks }: { chunks?: number } = {},
): Promise<UpstreamProcess> {
  const words = [scenario, "--port", "0", "--json"];
  if (chunks !== undefined) words.push("--chunks", String(chunks));
  const child = spawn(process.execPath, ["--conditions=@colloquy/source", MAIN, ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => {
      throw new Error(`the upstream ended before it listened: ${words.join(" ")}`);
    }),
  ])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}
