import type { Llama, LlamaContext, LlamaGrammarEvaluationState, LlamaModel } from "node-llama-cpp";

/** The sampler of the binding: one ordered chain with its own random state. */
export interface NativeSampler {
  applyConfig(config: NativeSamplerConfig): void;
  dispose(): void;
}

/** Left-out entries leave their stage out. Stages run in this order, see `sampling/sampler-settings.ts`. */
export interface NativeSamplerConfig {
  tokenBiasKeys?: Uint32Array;
  tokenBiasValues?: Float32Array;
  repeatPenaltyTokens?: Uint32Array;
  repeatPenaltyMaxTokens?: number;
  repeatPenalty?: number;
  repeatPenaltyFrequencyPenalty?: number;
  repeatPenaltyPresencePenalty?: number;
  dryRepeatPenaltyStrength?: number;
  dryRepeatPenaltyBase?: number;
  dryRepeatPenaltyAllowedLength?: number;
  dryRepeatPenaltyLastTokens?: number;
  dryRepeatPenaltySequenceBreakers?: string[];
  topK?: number;
  topP?: number;
  minP?: number;
  xtcProbability?: number;
  xtcThreshold?: number;
  temperature: number;
  seed: number;
  grammarEvaluationState?: unknown;
}

/** The part of the binding's context that decoding uses. Token counts and places are per sequence. */
export interface NativeContext {
  initBatch(size: number): void;
  addToBatch(
    sequence: number,
    firstPlace: number,
    tokens: Uint32Array,
    logitIndexes: Uint32Array,
  ): Uint32Array;
  decodeBatch(): Promise<void>;
  /** Resolves the token, or -1 when nothing is left to choose from. */
  sampleToken(logitIndex: number, sampler: NativeSampler): Promise<number>;
  /** With these arguments element 3 is all logits as [token, logit, token, logit, …]. */
  sampleToken(
    logitIndex: number,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: true,
  ): Promise<[number, undefined, undefined, number[] | undefined]>;
  disposeSequence(sequence: number): void;
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  /** Resolves the last copied place. Missing in some versions. */
  copySequenceStateFromOtherSequence?(target: number, source: number): Promise<number>;
  saveSequenceStateToFile(file: string, sequence: number, tokens: Uint32Array): Promise<number>;
  loadSequenceStateFromFile(file: string, sequence: number, size: number): Promise<Uint32Array>;
  setThreads(threads: number): void;
}

const contextMethods = [
  "initBatch",
  "addToBatch",
  "decodeBatch",
  "sampleToken",
  "disposeSequence",
  "removeTokenCellsFromSequence",
  "saveSequenceStateToFile",
  "loadSequenceStateFromFile",
  "setThreads",
] as const;

/**
 * The binding's own context behind node-llama-cpp's. Its public sequence API queues and orders tokens by
 * itself; canonical evaluation and lock-step batches need to say which tokens go into which batch.
 * Returns undefined when this version of the binding is not the one these names were read in.
 */
export function nativeContext(context: LlamaContext): NativeContext | undefined {
  const native = (context as unknown as { _ctx?: Partial<Record<string, unknown>> })._ctx;
  if (!native || contextMethods.some((name) => typeof native[name] !== "function"))
    return undefined;
  return native as unknown as NativeContext;
}

interface Internals {
  _bindings?: { AddonSampler?: new (model: unknown) => NativeSampler };
  _model?: unknown;
}

/** A new sampler of the binding, or undefined where the binding has none under this name. */
export function nativeSampler(llama: Llama, model: LlamaModel): NativeSampler | undefined {
  const Sampler = (llama as unknown as Internals)._bindings?.AddonSampler;
  const inner = (model as unknown as Internals)._model;
  return Sampler && inner ? new Sampler(inner) : undefined;
}

/** A grammar's state in the form a sampler takes, or undefined where the binding keeps it elsewhere. */
export function nativeGrammarState(state: LlamaGrammarEvaluationState): unknown {
  return (state as unknown as { _state?: unknown })._state;
}
