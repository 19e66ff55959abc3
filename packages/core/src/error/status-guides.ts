import { guides } from "./error-guide.ts";
import type { ErrorGuide, GuideRow } from "./error-guide.ts";
import { CLIENT_STATUSES } from "./client-statuses.ts";
import { SERVER_STATUSES } from "./server-statuses.ts";

const EDGE_TITLES: Readonly<Record<number, string>> = {
  520: "unknown answer from the origin",
  521: "origin server is down",
  522: "connection to the origin timed out",
  523: "origin server unreachable",
  525: "TLS handshake with the origin failed",
  526: "the origin's certificate is invalid",
  527: "connection between edge and origin broke",
  528: "edge could not reach the origin",
  530: "the origin's address could not be resolved",
};

/** Statuses that the network in front of a server makes up itself; the API does not document them. */
const EDGE_STATUSES: Readonly<Record<string, GuideRow>> = Object.fromEntries(
  Object.entries(EDGE_TITLES).map(([status, title]) => [
    status,
    {
      status: Number(status),
      title,
      meaning:
        "The network in front of the API answered, not the API. The body is often an HTML page instead of JSON.",
      causes: ["an outage or a restart behind the edge network", "a proxy between you and the API"],
      retryable: true,
      retry: "These pass by themselves, usually within a minute.",
      remedy: "Wait a little and ask again; if it stays, look at the service's status page.",
      command: "colloquy doctor",
    },
  ]),
);

/** Every HTTP status that the contract names, with its meaning and remedy. */
export const STATUS_GUIDES: readonly ErrorGuide[] = guides("status", {
  ...CLIENT_STATUSES,
  ...SERVER_STATUSES,
  ...EDGE_STATUSES,
});
