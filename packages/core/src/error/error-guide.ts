/** Which of the wire's vocabularies a word belongs to. */
export type ErrorTopicKind = "status" | "error_type" | "limit_source" | "availability";

/** What one status, error type, limit or availability code means and what a person can do about it. */
export interface ErrorGuide {
  kind: ErrorTopicKind;
  /** The word as it stands on the wire: `429`, `rate_limit_exceeded`. */
  topic: string;
  /** The HTTP status it is, or comes with. */
  status: number;
  /** A few words. */
  title: string;
  /** What happened, in two or three sentences. */
  meaning: string;
  /** Usual causes, each a short line. */
  causes: readonly string[];
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** When a retry helps, or why it does not, in a sentence. */
  retry: string;
  /** What to do, in a sentence. */
  remedy: string;
  /** A command to try. */
  command: string;
}

/** A guide without the words that its table says once for all its rows. */
export type GuideRow = Omit<ErrorGuide, "kind" | "topic">;

/** Makes a table's rows into guides. */
export function guides(
  kind: ErrorTopicKind,
  rows: Readonly<Record<string, GuideRow>>,
): readonly ErrorGuide[] {
  return Object.entries(rows).map(([topic, row]) => ({ kind, topic, ...row }));
}

const KIND_WORDS: Readonly<Record<ErrorTopicKind, string>> = {
  status: "HTTP status",
  error_type: "error type, in error.metadata.error_type",
  limit_source: "whose limit it was, in error.metadata.limit_source",
  availability: "why no provider answered, in error.availability.code",
};

/** The guide as a page of about ten lines, the last a command to try. */
export function errorExplanation(guide: ErrorGuide): readonly string[] {
  return [
    `${guide.topic} · ${guide.title}`,
    `What it is: ${KIND_WORDS[guide.kind]}${guide.kind === "status" ? "" : `; comes with status ${guide.status}`}.`,
    guide.meaning,
    guide.causes.length > 1 ? "Usual causes:" : "Usual cause:",
    ...guide.causes.map((cause) => `  - ${cause}`),
    `Does trying again help? ${guide.retryable ? "Yes" : "No"}. ${guide.retry}`,
    `What to do: ${guide.remedy}`,
    `Try: ${guide.command}`,
  ];
}
