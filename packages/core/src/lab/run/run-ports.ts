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
  /** Name of this run's leases; a new id unless given. */
  worker?: string;
  /** How long a claimed sample is held for this worker, in milliseconds; half an hour unless given. */
  lease_ms?: number;
}
