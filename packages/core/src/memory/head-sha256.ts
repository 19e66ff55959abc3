import { headMessage } from "./assemble.ts";
import type { PlanInput } from "./plan-input.ts";
import { sha256 } from "./sha256.ts";

/** SHA-256 of what stands before the first message of the path: a cache is of one model and one beginning. */
export function headSha256(
  input: Pick<PlanInput, "system" | "request" | "sha256">,
  summary: string | null,
): string {
  const { model, tools = null } = input.request;
  const head = { model, system: headMessage(input.system, summary), tools };
  return (input.sha256 ?? sha256)(JSON.stringify(head));
}
