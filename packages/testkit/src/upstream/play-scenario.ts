import { rawExchange, type RawReply } from "./raw-exchange.ts";
import type { Scenario } from "./scenario.ts";
import type { Upstream } from "./start-upstream.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a scenario put on the wire, and what a plain reading of it gives. */
export interface Seen extends RawReply {
  text: string;
  /** The data of each event, in order. */
  data: readonly string[];
  /** Those data that are JSON objects. */
  events: readonly Fields[];
  /** The body as JSON, undefined when it is none. */
  json: unknown;
  /** Every finish_reason of the first choice that is no null, in order. */
  finishes: readonly unknown[];
  /** All content of the choices with index 0. */
  content: string;
}

/** How long a test waits for a scenario that does not answer, in milliseconds. */
const patience_ms = 250;

const messages = [{ role: "user", content: "Say something about the weather." }];

/** Asks a scenario once over a plain socket, streamed or not. */
export async function playScenario(
  upstream: Upstream,
  { name, parameters, expect }: Scenario,
  streaming: boolean,
): Promise<Seen> {
  const silent = (streaming ? expect.stream : expect.whole).deadline !== undefined;
  const asked = { model: "any/model", messages, ...parameters };
  const reply = await rawExchange(`${upstream.urlOf(name)}/chat/completions`, {
    body: JSON.stringify(streaming ? { ...asked, stream: true } : asked),
    headers: { "content-type": "application/json", authorization: "Bearer a-key" },
    ...(silent ? { leave_ms: patience_ms } : {}),
  });
  return { ...reply, ...readingOf(reply.body.toString()) };
}

function readingOf(text: string): Omit<Seen, keyof RawReply> {
  const data = dataOf(text);
  const events = data.map(parsed).filter(isFields);
  const choices = events.flatMap(choicesOf);
  return {
    text,
    data,
    events,
    json: parsed(text),
    finishes: choices.map((choice) => choice["finish_reason"]).filter((reason) => reason != null),
    content: choices.map(contentOf).join(""),
  };
}

/** The data of each event: a reading of its own, so that no reader under test checks itself. */
function dataOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n\r\n|\n\n|\r\r/)
    .map((block) =>
      block
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice("data:".length).replace(/^ /, ""))
        .join("\n"),
    )
    .filter((data) => data !== "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function choicesOf(event: Fields): Fields[] {
  const { choices } = event;
  return Array.isArray(choices)
    ? choices.filter(isFields).filter((choice) => (choice["index"] ?? 0) === 0)
    : [];
}

function contentOf({ delta }: Fields): string {
  const content = isFields(delta) ? delta["content"] : undefined;
  return typeof content === "string" ? content : "";
}
