import type { LlamaModel, Token } from "node-llama-cpp";
import { nativeConfig } from "../sampling/sampler-settings.ts";
import type { Slots } from "./decoder.ts";
import type { Ending, Generation } from "./generation.ts";
import type { NativeSampler } from "./native-context.ts";

/** What writing an answer needs of the loaded model. */
export interface WritingTools {
  model: LlamaModel;
  vocabularySize: number;
  /** Tokens a prompt and its answer may have together. */
  window: number;
  newSampler(): NativeSampler;
  /** The state of a grammar at its beginning, for a sampler's configuration. */
  newGrammarState(grammar: string): Promise<unknown>;
}

/**
 * One answer being written: which token is decoded next, and how the one after it is drawn. It knows
 * nothing of what is decoded beside it, so an answer is the same alone and in a batch.
 */
export class Writing {
  readonly generation: Generation;
  readonly #tools: WritingTools;
  readonly #sampler: NativeSampler;
  /** A chain without stages: it hands out the raw logits. */
  readonly #plain: NativeSampler;
  readonly #tokens: number[];

  private constructor(generation: Generation, tools: WritingTools) {
    this.generation = generation;
    this.#tools = tools;
    this.#sampler = tools.newSampler();
    this.#plain = tools.newSampler();
    this.#plain.applyConfig({ temperature: 0, seed: 0 });
    this.#tokens = generation.prompt.slice(-1);
    if (this.#tokens.length === 0) throw new RangeError("the prompt is empty");
  }

  static async begin(generation: Generation, tools: WritingTools): Promise<Writing> {
    const writing = new Writing(generation, tools);
    const { grammar, settings } = generation;
    writing.#sampler.applyConfig({
      ...nativeConfig(settings, tools.window),
      ...(grammar === undefined
        ? {}
        : { grammarEvaluationState: await tools.newGrammarState(grammar) }),
    });
    return writing;
  }

  /** The token to decode next. */
  get token(): number {
    return this.#tokens.at(-1) ?? 0;
  }

  /** The tokens decoded before that, each alone: the prompt's last and those of the answer. */
  get decoded(): readonly number[] {
    return this.#tokens.slice(0, -1);
  }

  /** Draws from the logits at `place` and hands the token on. Returns why the answer ended, if it did. */
  async draw(decoder: Slots, place: number): Promise<Ending | undefined> {
    const { generation } = this;
    const token = await decoder.sample(place, this.#sampler);
    if (token < 0) throw new Error("no token was left to choose from");
    if (this.#tools.model.isEogToken(token as Token)) return "end_token";
    const logits = generation.wantsLogits
      ? await decoder.logits(place, this.#plain, this.#tools.vocabularySize)
      : undefined;
    this.#tokens.push(token);
    if (!generation.onToken(token, logits)) return "stopped";
    return this.#tokens.length > generation.limit ? "limit" : undefined;
  }

  dispose(): void {
    this.#sampler.dispose();
    this.#plain.dispose();
  }
}
