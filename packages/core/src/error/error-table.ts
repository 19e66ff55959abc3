import { AVAILABILITY_GUIDES } from "./availability-guides.ts";
import type { ErrorGuide, ErrorTopicKind } from "./error-guide.ts";
import { ERROR_TYPE_GUIDES } from "./error-type-guides.ts";
import { LIMIT_SOURCE_GUIDES } from "./limit-source-guides.ts";
import { STATUS_GUIDES } from "./status-guides.ts";

/** One table of everything that can go wrong on the wire: statuses, error types, limits, availability. */
export const ERROR_TABLE: readonly ErrorGuide[] = [
  ...STATUS_GUIDES,
  ...ERROR_TYPE_GUIDES,
  ...LIMIT_SOURCE_GUIDES,
  ...AVAILABILITY_GUIDES,
];

let byTopic: ReadonlyMap<string, ErrorGuide> | undefined;

/** The guide for a word as it stands on the wire, of one vocabulary or of any; undefined if unknown. */
export function errorGuide(topic: string, kind?: ErrorTopicKind): ErrorGuide | undefined {
  byTopic ??= new Map(ERROR_TABLE.map((guide) => [guide.topic, guide]));
  const guide = byTopic.get(topic);
  return guide && (!kind || guide.kind === kind) ? guide : undefined;
}

/**
 * The guide for an HTTP status. One that nobody documents is read as its class: any 5xx as 500, any
 * other 4xx as 400; undefined below 400 unless the table has it.
 */
export function statusGuide(status: number): ErrorGuide | undefined {
  const known = errorGuide(String(status), "status");
  if (known || status < 400 || status > 599) return known;
  return errorGuide(status >= 500 ? "500" : "400", "status");
}
