import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A place where the command finds nothing of the user's: a home, a cache, a folder to stand in. */
export class CommandHome {
  readonly root = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  readonly work = path.join(this.root, "work");
  /** Where V8 keeps compiled code between processes. */
  readonly compileCache: string;
  readonly #url: string;

  /** `url` is the base URL of the upstream; the compile cache is a folder in here unless another is given. */
  constructor(url: string, { compileCache }: { compileCache?: string } = {}) {
    this.#url = url;
    this.compileCache = compileCache ?? path.join(this.root, "compiled");
    mkdirSync(this.work);
    mkdirSync(this.compileCache, { recursive: true });
  }

  /** The environment of the command's processes. */
  get env(): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "",
      HOME: this.root,
      COLLOQUY_HOME: path.join(this.root, "home"),
      COLLOQUY_CACHE: path.join(this.root, "cache"),
      OPENROUTER_BASE_URL: this.#url,
      OPENROUTER_API_KEY: "a-key",
      // Where the command puts its compile cache when nothing else is said.
      TMPDIR: this.compileCache,
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
