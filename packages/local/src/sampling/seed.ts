import { createHash, randomInt } from "node:crypto";

/** The binding's generator takes 32 bits, and reads its greatest value as "choose one yourself". */
const RANDOM_SEED = 0xffff_ffff;

/** A request's seed as the generator takes it: small whole numbers as they are, any other by a digest. */
export function seedOf(given: number): number {
  if (given >= 0 && given < RANDOM_SEED) return given;
  return createHash("sha256").update(String(given)).digest().readUInt32LE(0) % RANDOM_SEED;
}

/** A seed nobody chose, from the system's randomness. */
export function freshSeed(): number {
  return randomInt(RANDOM_SEED);
}
