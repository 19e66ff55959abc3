/** How a value is read from a person and checked. `json` is any object or list. */
export type ParameterType =
  | { kind: "number"; min?: number; max?: number; exclusiveMin?: boolean }
  | { kind: "integer"; min?: number; max?: number }
  | { kind: "boolean" }
  | { kind: "text"; choices?: readonly string[] }
  | { kind: "list"; of: "text"; max?: number; orText?: boolean }
  | { kind: "json" };

export type ParameterGroup =
  | "sampling"
  | "length"
  | "penalty"
  | "output"
  | "tools"
  | "reasoning"
  | "routing"
  | "transport"
  | "other";

/** One row of the parameter table. */
export interface ParameterSpec {
  /** The wire's word, the same from flag to store. */
  name: string;
  group: ParameterGroup;
  type: ParameterType;
  /** What it does, in a sentence. */
  does: string;
  /** What "unset" conventionally means, in words; the provider decides. */
  unset: string;
  /** Engines and protocols known to honour it: `openrouter`, `openai`, `local`, `llamacpp`, `ollama`, … */
  honoured_by: readonly string[];
  /** Longer teaching text for `explain`: about ten short lines, the last a command to try. */
  explanation?: string;
}
