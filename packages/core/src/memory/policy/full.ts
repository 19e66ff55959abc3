import type { Policy } from "./policy.ts";

/** Everything, always: what does not fit is refused by the plan, never cut. */
export const full: Policy = ({ history }) => ({
  kept: [[0, history.records.length]],
  reason: "everything is sent",
  notices: [],
});
