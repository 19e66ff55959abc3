import type { ChatModel } from "../../chat/chat-model.ts";
import type { Environment } from "../../turn/environment.ts";
import type { ExperimentStore } from "../experiment-store.ts";

/** The world an experiment runs in. */
export interface RunPorts {
  store: ExperimentStore;
  /** The model of that name. Each is asked many times at once. */
  model(name: string): ChatModel;
  environment: Environment;
  /** Resolves after so many milliseconds, or earlier when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface RunOptions {
  /** Calls at once. */
  concurrency: number;
  signal?: AbortSignal;
  /**
   * Name of this run's leases, `colloquy` unless given. A run first frees what an earlier one of its name held, so
   * that it goes on at once where that one was killed; workers that run side by side need names of their own.
   */
  worker?: string;
  /** How long a claimed sample is held for this worker, in milliseconds; half an hour unless given. */
  lease_ms?: number;
}
