import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { WorkReport } from "./cpu-subject.ts";

const CHILD = new URL("./subject-child.ts", import.meta.url);

/** A subject in a process of its own. */
export class SubjectProcess {
  readonly name: string;
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.#child = child;
  }

  static async start(modulePath: string, name: string, context: unknown): Promise<SubjectProcess> {
    const child = fork(CHILD, [modulePath, name, JSON.stringify(context)], {
      execArgv: ["--conditions=@colloquy/source"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const started = new SubjectProcess(name, child);
    await started.#answer();
    return started;
  }

  /** Microseconds of CPU for each piece of work. */
  async cpuOf(repeats: number): Promise<number> {
    this.#child.send({ repeats });
    return ((await this.#answer()) as WorkReport).cpu_us;
  }

  stop(): void {
    this.#child.kill();
  }

  #answer(): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const onExit = (): void => reject(new Error(`${this.name}: its process ended`));
    this.#child.once("exit", onExit);
    this.#child.once("message", (message: unknown) => {
      this.#child.off("exit", onExit);
      resolve(message);
    });
    return promise;
  }
}
