import type { Scenario } from "../scenario.ts";
import { instant } from "./instant.ts";
import { wellBehaved } from "./well-behaved.ts";

/** Every scenario, in the order of the groups. */
export const scenarios: readonly Scenario[] = [...wellBehaved, instant];
