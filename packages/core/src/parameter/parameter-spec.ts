/** How a value is read from a person and checked. */
export type ParameterType =
  | { kind: "number"; min?: number; max?: number; exclusiveMin?: boolean }
  | { kind: "integer"; min?: number; max?: number }
  | { kind: "boolean" }
  | { kind: "text"; choices?: readonly string[]; maxLength?: number }
  /** Texts; `orText` also takes a single text. */
  | { kind: "texts"; choices?: readonly string[]; max?: number; orText?: boolean }
  /** An object of numbers by name. */
  | { kind: "numbers"; min: number; max: number }
  /** Any object or list; `words` are texts that may stand in its place. */
  | { kind: "json"; shape: "object" | "list"; words?: readonly string[] };

export type ParameterGroup =
  | "sampling"
  | "penalty"
  | "length"
  | "output"
  | "tools"
  | "reasoning"
  | "routing"
  | "transport"
  | "other";

/** Who may honour a parameter: the model inside (`local`), or a server by the kind of its software. */
export type ParameterEngine =
  "local" | "openrouter" | "openai" | "llamacpp" | "vllm" | "ollama" | "lmstudio";

/** One row of the parameter table. */
export interface ParameterSpec {
  /** The wire's word, the same from flag to store. */
  name: string;
  /** What other programs call it; never sent, only understood when somebody asks. */
  also?: readonly string[];
  group: ParameterGroup;
  type: ParameterType;
  /** Whether the wire takes null too, which means the same as unset. */
  nullable?: boolean;
  /** What it does, in a sentence. */
  does: string;
  /** What unset means, in a sentence; the provider decides. */
  unset: string;
  /** Known to honour it. OpenRouter passes on; whether the provider behind it obeys differs by model. */
  honoured_by: readonly ParameterEngine[];
  /** What is worth knowing, in a few short lines. */
  notes: readonly string[];
  /** A command to try. */
  command: string;
  /** How it is set, for what is part of every request and no parameter to choose. */
  instead?: string;
}

/** A row without the word that its file says once for all its rows. */
export type ParameterRow = Omit<ParameterSpec, "group"> & { group?: ParameterGroup };

/** Makes a file's rows into specs. */
export function rowsOf(
  group: ParameterGroup,
  rows: readonly ParameterRow[],
): readonly ParameterSpec[] {
  return rows.map((row) => ({ group, ...row }));
}
