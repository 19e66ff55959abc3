import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface UpstreamProcess {
  /** Base URL of the API, as of `startUpstream`. */
  url: string;
  /** Ends the process. Safe to call twice. */
  close(): Promise<void>;
}

const main = fileURLToPath(new URL(`main${path.extname(import.meta.filename)}`, import.meta.url));

/**
 * Starts a scripted upstream in a process of its own, so that a bench measures its client alone. `chunks` is the length of `instant` and `long-stream`.
 */
export async function startUpstreamProcess(
  options: { scenario?: string; chunks?: number; scale?: number } = {},
): Promise<UpstreamProcess> {
  const { scenario = "ok", chunks, scale } = options;
  const args = ["--conditions=@colloquy/source", main, scenario, "--port", "0", "--json"];
  if (chunks !== undefined) args.push("--chunks", String(chunks));
  if (scale !== undefined) args.push("--scale", String(scale));
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const close = (): Promise<void> => {
    child.kill("SIGTERM");
    return ended;
  };

  for await (const line of createInterface({ input: child.stdout })) {
    const ready: unknown = JSON.parse(line);
    if (typeof ready === "object" && ready !== null && "url" in ready) {
      return { url: String(ready.url), close };
    }
  }
  await ended;
  throw new Error(`the upstream "${scenario}" did not start`);
}
