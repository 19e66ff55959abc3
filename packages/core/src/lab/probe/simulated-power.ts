import { meanOf, squaredDistance, type Coded } from "./coded-stratum.ts";

const POWER = 0.95;
const SIMULATIONS = 200;

/** Whether 95% of simulated probes come out at the critical distance or beyond. */
export function isPowerful(critical: number, simulate: () => readonly Coded[]): boolean {
  let seen = 0;
  for (let round = 0; round < SIMULATIONS; round += 1)
    if (meanOf(simulate(), squaredDistance) >= critical) seen += 1;
  return seen >= POWER * SIMULATIONS;
}
