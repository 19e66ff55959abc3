import type { Scenario } from "../scenario.ts";
import { bodyScenarios } from "./body.ts";
import { connectionScenarios } from "./connection.ts";
import { extraScenarios } from "./extras.ts";
import { finishScenarios } from "./finish.ts";
import { framingScenarios } from "./framing.ts";
import { inBandErrorScenarios } from "./in-band-error.ts";
import { instant } from "./instant.ts";
import { limitScenarios } from "./limit.ts";
import { messageScenarios } from "./message.ts";
import { otherServerAnswers, otherServerErrors } from "./other-servers.ts";
import { parameterScenarios } from "./parameters.ts";
import { clientErrorScenarios } from "./client-error.ts";
import { serverErrorScenarios } from "./server-error.ts";
import { hintScenarios } from "./hint.ts";
import { endlessScenarios } from "./endless.ts";
import { reasoningScenarios } from "./reasoning.ts";
import { toolCallScenarios } from "./tool-calls.ts";
import { usageScenarios } from "./usage.ts";
import { wellBehaved } from "./well-behaved.ts";

/** Every scenario, in the order of the groups. */
export const scenarios: readonly Scenario[] = [
  ...wellBehaved,
  instant,
  ...otherServerAnswers,
  ...bodyScenarios,
  ...framingScenarios,
  ...finishScenarios,
  ...usageScenarios,
  ...messageScenarios,
  ...extraScenarios,
  ...reasoningScenarios,
  ...toolCallScenarios,
  ...inBandErrorScenarios,
  ...connectionScenarios,
  ...endlessScenarios,
  ...clientErrorScenarios,
  ...serverErrorScenarios,
  ...otherServerErrors,
  ...limitScenarios,
  ...hintScenarios,
  ...parameterScenarios,
];
