import type { IncomingHttpHeaders } from "node:http";
import { findScenario } from "./find-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** Where a request goes: to a scenario, or to a resource (`scenario` null). */
export interface Route {
  scenario: Scenario | null;
  /** After scenario prefix and `/api/v1`. */
  path: string;
  query: URLSearchParams;
}

/** Methods and paths at which a scenario answers; everything else is a plain resource. */
function isInference(method: string, path: string): boolean {
  return method === "POST" && path === "/chat/completions";
}

/**
 * Chooses a scenario by path prefix (`/429-daily/api/v1/…`), then by the header `x-scenario`, then the
 * upstream's own. `/scenario/NAME` runs one for any method, so that a plain GET can be tried too.
 */
export function routeOf(
  target: { method: string; url: string; headers: IncomingHttpHeaders },
  standard: Scenario,
): Route {
  const url = new URL(target.url, "http://upstream");
  let parts = url.pathname.split("/").filter((part) => part !== "");
  const prefix = parts.length > 1 ? findScenario(parts[0] ?? "") : undefined;
  if (prefix) parts = parts.slice(1);
  if (parts[0] === "api") parts = parts.slice(1);
  if (parts[0] === "v1") parts = parts.slice(1);
  const path = `/${parts.join("/")}`;
  const query = url.searchParams;

  if (parts[0] === "scenario")
    return { scenario: findScenario(parts[1] ?? "") ?? null, path, query };
  if (!isInference(target.method, path)) return { scenario: null, path, query };
  const named = String(target.headers["x-scenario"] ?? "");
  return { scenario: prefix ?? findScenario(named) ?? standard, path, query };
}
