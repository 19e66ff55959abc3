import type { Parameters } from "../chat/request.ts";
import type { PenaltyScope, StageName } from "./stages/stage.ts";

/** Engines whose order of stages is known from their sources. */
export type EngineName = "llama.cpp" | "node-llama-cpp" | "vllm" | "transformers" | "koboldcpp";

/** In what order an engine applies its stages, and how it does what engines do differently. */
export interface EngineOrder {
  name: EngineName;
  /** The engine's own stages in its own order. */
  stages: readonly StageName[];
  /** The same with the stages it lacks, put where other engines have them; only used when asked for. */
  completed: readonly StageName[];
  /** Which tokens the penalties count. */
  scope: Readonly<Record<"repetition_penalty" | "frequency_penalty" | "dry", PenaltyScope>>;
  /** Tokens that penalties look back unless `repeat_last_n` is given; −1 is all. */
  repeat_last_n: number;
  /** Whether tokens that tie with the last one kept by top_k and typical_p stay too. */
  keeps_ties: boolean;
  /** At temperature 0 these are skipped: the engine then runs a chain without them. */
  skipped_when_greedy: readonly StageName[];
  /** What the engine itself uses for a sampling parameter that is not given. */
  defaults: Parameters;
  source: string;
}

const everywhere: EngineOrder["scope"] = {
  repetition_penalty: "prompt_and_output",
  frequency_penalty: "prompt_and_output",
  dry: "prompt_and_output",
};

/** The one table of orders. */
export const engineOrders: readonly EngineOrder[] = [
  {
    name: "llama.cpp",
    stages: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "top_k", "typical_p", "top_p", "min_p", "xtc", "temperature"] as const),
    ],
    completed: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "top_k", "top_a", "typical_p", "top_p", "min_p", "xtc", "temperature"] as const),
    ],
    scope: everywhere,
    repeat_last_n: 64,
    keeps_ties: false,
    skipped_when_greedy: [],
    defaults: { temperature: 0.8, top_k: 40, top_p: 0.95, min_p: 0.05 },
    source: "llama.cpp common/common.h (samplers) and common/sampling.cpp",
  },
  {
    name: "node-llama-cpp",
    stages: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "top_k", "top_p", "min_p", "xtc", "temperature"] as const),
    ],
    completed: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "top_k", "top_a", "typical_p", "top_p", "min_p", "xtc", "temperature"] as const),
    ],
    scope: { repetition_penalty: "output", frequency_penalty: "output", dry: "output" },
    repeat_last_n: 64,
    keeps_ties: false,
    skipped_when_greedy: ["top_k", "top_a", "typical_p", "top_p", "min_p"],
    defaults: { temperature: 0, top_k: 40, top_p: 0.95 },
    source: "node-llama-cpp 3.22 llama/addon/AddonSampler.cpp and LlamaContext.js",
  },
  {
    name: "vllm",
    stages: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["temperature", "min_p", "top_k", "top_p"] as const),
    ],
    completed: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "temperature", "min_p", "top_k", "top_a", "typical_p", "top_p", "xtc"] as const),
    ],
    scope: { ...everywhere, frequency_penalty: "output" },
    repeat_last_n: -1,
    keeps_ties: true,
    skipped_when_greedy: ["min_p", "top_k", "top_a", "typical_p", "top_p", "xtc"],
    defaults: { temperature: 1 },
    source: "vLLM vllm/v1/sample/sampler.py",
  },
  {
    name: "transformers",
    stages: [
      ...(["logit_bias", "repetition_penalty"] as const),
      ...(["temperature", "top_k", "top_p", "min_p", "typical_p"] as const),
    ],
    completed: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "temperature", "top_k", "top_a", "top_p", "min_p", "typical_p", "xtc"] as const),
    ],
    scope: everywhere,
    repeat_last_n: -1,
    keeps_ties: true,
    skipped_when_greedy: ["top_k", "top_a", "top_p", "min_p", "typical_p", "xtc"],
    defaults: { temperature: 1, top_k: 50 },
    source: "transformers generation/utils.py (_get_logits_processor)",
  },
  {
    name: "koboldcpp",
    stages: [
      ...(["repetition_penalty", "presence_penalty", "top_k", "top_a"] as const),
      ...(["typical_p", "top_p", "min_p", "temperature"] as const),
    ],
    completed: [
      ...(["logit_bias", "repetition_penalty", "frequency_penalty", "presence_penalty"] as const),
      ...(["dry", "top_k", "top_a", "typical_p", "top_p", "min_p", "xtc", "temperature"] as const),
    ],
    scope: everywhere,
    repeat_last_n: -1,
    keeps_ties: false,
    skipped_when_greedy: [],
    defaults: {},
    source: "koboldcpp gpttype_adapter.cpp, sampler_order 6, 0, 1, 3, 4, 2, 5",
  },
];
