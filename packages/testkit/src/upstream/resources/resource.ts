import type { Reply } from "../reply.ts";
import type { UpstreamRequest } from "../upstream-request.ts";

/** Answers a path, or returns false when the path is none of its own. */
export type Resource = (request: UpstreamRequest, reply: Reply) => boolean;

/** The path's segments without empty ones. */
export function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
