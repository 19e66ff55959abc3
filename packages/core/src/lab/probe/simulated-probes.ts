import type { ArmDistance } from "./arm-distance.ts";
import type { Coded } from "./coded-stratum.ts";

const POWER = 0.95;
const SIMULATIONS = 400;

/** Draws both arms anew. */
export type DrawArms = () => readonly Coded[];

/** Whether 95% of simulated probes come out at the critical distance or beyond. */
export function isPowerful(
  drawArms: DrawArms,
  { distance, critical }: { distance: ArmDistance; critical: number },
): boolean {
  return simulate(drawArms, (arms) => distance(arms) >= critical) >= POWER;
}

/** The share of simulated probes of which something is so. */
export function simulate(drawArms: DrawArms, isSo: (arms: readonly Coded[]) => boolean): number {
  let count = 0;
  for (let round = 0; round < SIMULATIONS; round += 1) if (isSo(drawArms())) count += 1;
  return count / SIMULATIONS;
}
