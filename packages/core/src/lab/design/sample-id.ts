import { sha256 } from "../../memory/sha256.ts";
import type { SamplePhase } from "../sample.ts";

/** JSON with keys in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** A short name for a content: 16 hex digits of its SHA-256. */
export function contentId(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, 16);
}

/** What a sample's id is made of: nothing of when or where it runs. */
export interface SamplePlace {
  /** The experiment's seed. */
  experiment: number;
  cell_id: string;
  prompt_id: string;
  phase: SamplePhase;
  index: number;
}

/** 32 hex digits: the same sample of the same design and seed has the same id everywhere. */
export function sampleId(place: SamplePlace): string {
  return sha256(canonicalJson(place)).slice(0, 32);
}

/** The sample's seed for the model: 31 bits, since providers read it as a signed 32-bit number. */
export function seedOf(sampleIdentity: string): number {
  return Number.parseInt(sha256(sampleIdentity).slice(0, 8), 16) >>> 1;
}
