import { errorExplanation, InvalidInputError, nearestName, statusGuide } from "@colloquy/core";
import type { Topic } from "./topic.ts";
import { topics } from "./topics.ts";

/**
 * The topics of a name, several when the word is several things; of a place as `usage.cost`, its last part.
 * A status nobody documents is explained
 * as its class. Throws `InvalidInputError` with the nearest for a word that is no topic.
 */
export function findTopics(words: readonly string[]): readonly Topic[] {
  const given = words.join(" ").trim();
  const plain = plainName(given).replace(/^(?:http_|status_|error_)+(?=\d)/, "");
  const named = topics.filter((topic) => plainName(topic.name) === plain);
  if (named.length > 0) return named;
  const called = topics.filter(({ also }) => also.includes(plain));
  if (called.length > 0) return called;
  const last = /[.\]]([^.[\]]+)$/.exec(plain)?.[1];
  return last ? findTopics([last]) : [unlistedStatus(plain) ?? refuse(given, plain)];
}

/** A word however it is written: `Rate limit exceeded`, `rate-limit-exceeded`, `rate_limit_exceeded`. */
function plainName(words: string): string {
  return words.toLowerCase().replaceAll(/[\s-]+/g, "_");
}

function unlistedStatus(name: string): Topic | undefined {
  const guide = /^\d{3}$/.test(name) ? statusGuide(Number(name)) : undefined;
  if (!guide) return undefined;
  const note = `Nobody documents ${name}; it is read as its class, ${guide.topic}.`;
  return {
    name,
    group: "HTTP statuses",
    also: [],
    lines: () => [note, ...errorExplanation(guide)],
  };
}

function refuse(given: string, name: string): never {
  const names = topics.map((topic) => topic.name);
  const nearest = nearestName(name, names);
  throw new InvalidInputError({
    message: `nothing is known about ${JSON.stringify(given)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_topic",
    remedy: "`colloquy explain` lists every topic.",
    details: { field: "topic", given, ...(nearest && { nearest }) },
  });
}
