import { spawn } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { fetchModelFile } from "@colloquy/local";
import { fastSettings, findScenario, startUpstream, type Upstream } from "@colloquy/testkit";
import { main } from "../../packages/cli/src/main.ts";
import { shellWords } from "./shell-words.ts";

/** What a command left behind. */
export interface Ran {
  exit_code: number;
  stdout: string;
  stderr: string;
}

export interface SessionOptions {
  /** Whether the model inside is to be there; fetched once for all sessions. */
  model?: boolean;
}

/** Where documents say that the practice server is. */
const PRACTICE = "127.0.0.1:4010";

/**
 * A person's shell, for tests: a folder of its own to stand in, an empty home, and a scripted upstream in
 * the place of OpenRouter. `colloquy` runs in this process where the line is plain, else in a real shell.
 */
export class Session {
  readonly folder: string;
  readonly upstream: Upstream;
  readonly variables = new Map<string, string>();

  private constructor(folder: string, upstream: Upstream) {
    this.folder = folder;
    this.upstream = upstream;
  }

  static async open({ model = false }: SessionOptions = {}): Promise<Session> {
    const root = mkdtempSync(path.join(os.tmpdir(), "colloquy-session-"));
    const session = new Session(
      path.join(root, "work"),
      await startUpstream({ settings: fastSettings }),
    );
    for (const name of ["work", "bin"]) mkdirSync(path.join(root, name));
    const cache = path.join(root, "cache");
    mkdirSync(path.join(cache, "models"), { recursive: true });
    if (model) await placeModel(cache);
    writeCommand(path.join(root, "bin", "colloquy"));
    session.variables.set("COLLOQUY_HOME", path.join(root, "home"));
    session.variables.set("COLLOQUY_CACHE", cache);
    session.variables.set("OPENROUTER_API_KEY", "sk-or-v1-0123456789abcdef0123456789abcdef");
    session.variables.set("PATH", `${path.join(root, "bin")}:${process.env["PATH"] ?? ""}`);
    session.meet("ok");
    return session;
  }

  /** What OpenRouter does from now on: a scenario's name. */
  meet(scenario: string): void {
    this.variables.set("OPENROUTER_BASE_URL", this.upstream.urlOf(scenario));
  }

  /** Puts a file into the folder. */
  write(name: string, text: string): void {
    writeFileSync(path.join(this.folder, name), text);
  }

  /** Runs one line. `export` and `unset` last for the session, as in a shell. */
  async run(line: string, { stdin = "" }: { stdin?: string } = {}): Promise<Ran> {
    const real = line.replaceAll(PRACTICE, new URL(this.upstream.origin).host);
    const { words, plain } = shellWords(real);
    if (words[0] === "export") return this.#export(words.slice(1));
    if (words[0] === "unset") return this.#unset(words.slice(1));
    const [first] = words;
    if (words.slice(0, 4).join(" ") === "npm run upstream --")
      return this.#upstream(words.slice(4));
    const ran =
      plain && first === "colloquy"
        ? await this.#here(words.slice(1), stdin)
        : await this.#shell(real, stdin);
    return this.#asWritten(ran);
  }

  async close(): Promise<void> {
    await this.upstream.close();
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }

  /** The practice server runs already: its scenario is met; `--list` and `--describe` end by themselves. */
  async #upstream(argv: readonly string[]): Promise<Ran> {
    const [name = "ok"] = argv;
    if (name.startsWith("-") || argv.includes("--describe")) {
      const program = fileURLToPath(
        import.meta.resolve("../../packages/testkit/src/upstream/main.ts"),
      );
      const line = `"${process.execPath}" --conditions=@colloquy/source "${program}" ${argv.join(" ")}`;
      return this.#shell(line, "");
    }
    if (!findScenario(name)) throw new Error(`there is no scenario ${name}`);
    this.meet(name);
    return { exit_code: 0, stdout: "", stderr: "" };
  }

  #export(assignments: readonly string[]): Ran {
    for (const assignment of assignments) {
      const [name = "", ...value] = assignment.split("=");
      this.variables.set(name, value.join("="));
    }
    return { exit_code: 0, stdout: "", stderr: "" };
  }

  #unset(names: readonly string[]): Ran {
    for (const name of names) this.variables.delete(name);
    return { exit_code: 0, stdout: "", stderr: "" };
  }

  #environment(): Record<string, string> {
    return {
      ...Object.fromEntries(this.variables),
      INIT_CWD: this.folder,
      COLLOQUY_STARTED_BY_NPM: "1",
    };
  }

  async #here(argv: readonly string[], stdin: string): Promise<Ran> {
    const [stdout, stderr] = [new Collected(), new Collected()];
    const input = new PassThrough();
    input.end(stdin);
    const exit_code = await main(argv, {
      streams: { stdin: input, stdout, stderr },
      env: this.#environment(),
    });
    return { exit_code, stdout: stdout.text, stderr: stderr.text };
  }

  #shell(line: string, stdin: string): Promise<Ran> {
    const child = spawn("sh", ["-c", line], { cwd: this.folder, env: this.#environment() });
    const [stdout, stderr] = [new Collected(), new Collected()];
    child.stdout.pipe(stdout);
    child.stderr.pipe(stderr);
    // A command that reads no input may have ended before it is given any.
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) =>
        resolve({ exit_code: code ?? -1, stdout: stdout.text, stderr: stderr.text }),
      );
    });
  }

  /** Addresses and folders of this run as a document would write them. */
  #asWritten({ exit_code, stdout, stderr }: Ran): Ran {
    const host = new URL(this.upstream.origin).host;
    const written = (text: string): string =>
      text.replaceAll(host, PRACTICE).replaceAll(path.dirname(this.folder), "~");
    return { exit_code, stdout: written(stdout), stderr: written(stderr) };
  }
}

async function placeModel(cache: string): Promise<void> {
  const usual = path.join(
    process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"),
    "colloquy",
  );
  const { path: file } = await fetchModelFile({
    model: "smollm2-135m",
    cacheDir: process.env["COLLOQUY_CACHE"] ?? usual,
  });
  const place = path.join(cache, "models", path.basename(file));
  try {
    linkSync(file, place);
  } catch {
    // Another file system.
    symlinkSync(file, place);
  }
}

/** `colloquy` on the PATH, out of the sources. */
function writeCommand(file: string): void {
  const source = JSON.stringify(import.meta.resolve("../../packages/cli/src/main.ts"));
  writeFileSync(
    `${file}.mjs`,
    `import { main } from ${source};\nprocess.exitCode = await main(process.argv.slice(2));\n`,
  );
  const node = `"${process.execPath}" --conditions=@colloquy/source`;
  writeFileSync(file, `#!/bin/sh\nexec ${node} "${file}.mjs" "$@"\n`);
  chmodSync(file, 0o755);
}

class Collected extends Writable {
  text = "";

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString();
    done();
  }
}
