import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ChatMessage } from "@colloquy/core";
import { findScenario, nearestScenario } from "./find-scenario.ts";
import { ClientLeft, Reply } from "./reply.ts";
import { account } from "./resources/account.ts";
import { catalogue } from "./resources/catalogue.ts";
import { echoResource, itemsResource } from "./resources/playground.ts";
import type { Resource } from "./resources/resource.ts";
import { routeOf, type Route } from "./route.ts";
import type { Scenario } from "./scenario.ts";
import { closeServer, listenOnLoopback } from "./loopback-server.ts";
import { startStranger, type Stranger } from "./stranger.ts";
import {
  jsonObject,
  readBody,
  type RecordedRequest,
  type UpstreamRequest,
} from "./upstream-request.ts";
import { humanSettings, scaled, type UpstreamSettings } from "./upstream-settings.ts";
import { errorBody } from "./wire/errors.ts";

export interface UpstreamOptions {
  /** The scenario of requests that name none: a name, or one of your own. Default `ok`. */
  scenario?: string | Scenario;
  /** Default 0: any free one. */
  port?: number;
  /** Changes to `humanSettings`; tests pass `fastSettings`. */
  settings?: Partial<UpstreamSettings>;
  /** Multiplies every time of the settings. */
  scale?: number;
  /** Whether requests are kept in `requests`. Default true; a bench turns it off. */
  record?: boolean;
  onRequest?: (request: RecordedRequest) => void;
}

export interface Upstream {
  /** Base URL of the API: `http://127.0.0.1:PORT/api/v1`. */
  url: string;
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  /** Base URL at which every request meets that scenario. */
  urlOf(scenario: string): string;
  /** Every request so far, oldest first. */
  requests: RecordedRequest[];
  /** Requests that followed a redirect to another origin. */
  strangerRequests: RecordedRequest[];
  /** Scenarios that threw: a defect of the upstream itself. */
  failures: unknown[];
  /** Ends every connection and frees the port. Safe to call twice. */
  close(): Promise<void>;
}

/** Starts a scripted upstream on the loopback interface. */
export async function startUpstream(options: UpstreamOptions = {}): Promise<Upstream> {
  const upstream = new ScriptedUpstream(options);
  await upstream.listen(options.port ?? 0);
  return upstream;
}

function chosen(scenario: string | Scenario): Scenario {
  if (typeof scenario !== "string") return scenario;
  const found = findScenario(scenario);
  if (found) return found;
  throw new Error(
    `There is no scenario "${scenario}"; the nearest is "${nearestScenario(scenario).name}".`,
  );
}

class ScriptedUpstream implements Upstream {
  readonly requests: RecordedRequest[] = [];
  readonly failures: unknown[] = [];
  origin = "";
  readonly #standard: Scenario;
  readonly #settings: UpstreamSettings;
  readonly #options: UpstreamOptions;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #memories = new Map<string, Map<string, number>>();
  readonly #resources: readonly Resource[] = [catalogue, account, echoResource, itemsResource()];
  #stranger: Stranger | undefined;
  #number = 0;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#standard = chosen(options.scenario ?? "ok");
    this.#settings = scaled({ ...humanSettings, ...options.settings }, options.scale ?? 1);
    this.#server = createServer((message, response) => {
      void this.#answer(message, response);
    });
  }

  get url(): string {
    return `${this.origin}/api/v1`;
  }

  get strangerRequests(): RecordedRequest[] {
    return this.#stranger?.requests ?? [];
  }

  urlOf(scenario: string): string {
    return `${this.origin}/${chosen(scenario).name}/api/v1`;
  }

  async listen(port: number): Promise<void> {
    this.origin = await listenOnLoopback(this.#server, port);
    this.#stranger = await startStranger();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([closeServer(this.#server), this.#stranger?.close()]);
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message).catch(() => undefined);
    if (message.destroyed && !message.complete) return;
    const reply = this.#reply(response, "resources");
    if (body === undefined) return reply.json(413, errorBody(413, "The body exceeds 64 MiB"));

    const method = message.method ?? "GET";
    const target = { method, url: message.url ?? "/", headers: message.headers };
    const route = routeOf(target, this.#standard);
    this.#record(target, { body, route, response });
    const request = requestOf(target, { body, route, number: (this.#number += 1) });
    if (!route.scenario) return this.#resource(request, reply);
    await this.#play(route.scenario, request, this.#reply(response, route.scenario.name));
  }

  async #play(scenario: Scenario, request: UpstreamRequest, reply: Reply): Promise<void> {
    try {
      await scenario.respond(request, reply);
    } catch (error) {
      if (error instanceof ClientLeft) return;
      this.failures.push(error);
      if (reply.headersSent) await reply.reset();
      else reply.json(500, errorBody(500, `Scenario ${scenario.name} failed: ${String(error)}`));
    }
  }

  #resource(request: UpstreamRequest, reply: Reply): void {
    if (this.#resources.some((resource) => resource(request, reply))) return;
    const first = request.path.split("/")[1] ?? "";
    const hint = `the nearest scenario is "${nearestScenario(first).name}"`;
    reply.json(404, errorBody(404, `${request.method} ${request.path} is not here; ${hint}`));
  }

  #reply(response: ServerResponse, memory: string): Reply {
    const counters = this.#memories.get(memory) ?? new Map<string, number>();
    this.#memories.set(memory, counters);
    return new Reply(response, {
      settings: this.#settings,
      memory: counters,
      closing: this.#closing.signal,
      strangerUrl: this.#stranger?.origin ?? "",
    });
  }

  #record(
    target: { method: string; url: string; headers: RecordedRequest["headers"] },
    seen: { body: string; route: Route; response: ServerResponse },
  ): void {
    if (this.#options.record === false) return;
    const record: RecordedRequest = {
      method: target.method,
      path: target.url,
      headers: target.headers,
      body: seen.body,
      scenario: seen.route.scenario?.name ?? null,
      received_at: Date.now(),
      finished: false,
      left: false,
    };
    seen.response.once("finish", () => (record.finished = true));
    seen.response.once("close", () => (record.left = !record.finished));
    this.requests.push(record);
    this.#options.onRequest?.(record);
  }
}

function requestOf(
  target: { method: string; headers: RecordedRequest["headers"] },
  { body, route, number }: { body: string; route: Route; number: number },
): UpstreamRequest {
  const json = jsonObject(body);
  const { model, messages, stream } = json;
  return {
    method: target.method,
    headers: target.headers,
    path: route.path,
    query: route.query,
    body,
    json,
    streaming: stream === true,
    model: typeof model === "string" ? model : "any/model",
    messages: Array.isArray(messages) ? (messages as ChatMessage[]) : [],
    number,
  };
}
