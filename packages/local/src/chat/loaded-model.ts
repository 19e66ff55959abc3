import type { Parameters } from "@colloquy/core";
import type { Engine } from "../engine/engine.ts";
import type { ChatTemplate } from "../template/chat-template.ts";
import type { AnswerHead } from "./chunk-writer.ts";

/** A model ready to answer. */
export interface LoadedModel {
  name: string;
  /** SHA-256 of the model's file. */
  sha256: string;
  head: AnswerHead;
  engine: Engine;
  template: ChatTemplate;
  /** What unset parameters mean on it. */
  defaults: Parameters;
}
