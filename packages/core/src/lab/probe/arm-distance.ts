import { meanOf, type Coded } from "./coded-stratum.ts";
import type { ProbeArm } from "./probe.ts";

/** A distance between two arms: the larger, the less likely by chance. */
export type ArmDistance = (strata: readonly Coded[]) => number;

/**
 * The test's statistic, by the way answers go where a parameter is honoured.
 * Where they gather or scatter: the difference in mean commonness, an answer's commonness being ln of how many
 * answers of both arms are like it. All common answers and all rare ones speak together, so that it sees an arm
 * scattered over answers that come once each. Where they move elsewhere: Σ d², which sees any shift between
 * common answers.
 */
export function distanceFor(moves: ProbeArm["moves"]): ArmDistance {
  return moves === "elsewhere" ? squaredDistance : commonnessDistance;
}

const squaredDistance: ArmDistance = (strata) => meanOf(strata, (difference) => difference ** 2);

const commonnessDistance: ArmDistance = (strata) =>
  Math.abs(meanOf(strata, (difference, together) => difference * Math.log(together)));

/** Total variation: half of Σ |d|. */
export const totalShift: ArmDistance = (strata) =>
  meanOf(strata, (difference) => Math.abs(difference) / 2);
