import type { DatedModel } from "@colloquy/core";

/** A model with the name it is asked by. */
export interface ListedModel extends DatedModel {
  name: string;
  server: string;
}
