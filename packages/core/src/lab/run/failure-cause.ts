import type { ErrorRecord } from "../../error/error-record.ts";
import type { FailureCause } from "../sample.ts";

/** Under which heading a failed call is counted. */
export function failureCause({ kind, status }: ErrorRecord): FailureCause {
  switch (kind) {
    case "api":
      if (status === 429) return "rate_limited";
      if (status === 408 || status === 504) return "timeout";
      return status !== null && status >= 400 && status < 500 ? "refused" : "server_error";
    case "connection":
      return "connection";
    case "timeout":
      return "timeout";
    case "interrupted":
      return "cut";
    case "protocol":
      return "malformed";
    case "model_file":
      return "model";
    case "invalid_input":
      return "refused";
    case "aborted":
    case "store":
      return "other";
  }
}
