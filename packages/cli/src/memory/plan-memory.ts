import {
  RecallIndex,
  TERMS_VERSION,
  type ContextPlan,
  type MemoryStore,
  type MessageRecord,
  type PlanInput,
  type PlanTurn,
  type StoredSummary,
} from "@colloquy/core";

/** Terms are read from the store once a conversation; a longer path then costs only its new messages. */
export async function indexFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
  indexes: Map<string, RecallIndex>,
): Promise<RecallIndex> {
  const known = indexes.get(conversation_id);
  if (known) return known;
  const kept =
    path.length > 0 ? await memory?.messageTerms(conversation_id, TERMS_VERSION) : undefined;
  const index = new RecallIndex(kept);
  indexes.set(conversation_id, index);
  return index;
}

/** What a person marked in the conversation. */
export async function marksFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
): Promise<NonNullable<PlanInput["marks"]>> {
  const marks = path.length > 0 ? ((await memory?.marks(conversation_id)) ?? []) : [];
  const ids = (wanted: string): ReadonlySet<string> =>
    new Set(marks.filter(({ mark }) => mark === wanted).map(({ message_id }) => message_id));
  return { pinned: ids("pinned"), excluded: ids("excluded") };
}

/** The newest summary in use whose coverage is on this path. */
export async function summaryFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
): Promise<StoredSummary | null> {
  if (path.length === 0) return null;
  const summaries = (await memory?.summaries(conversation_id)) ?? [];
  const ids = new Set(path.map(({ id }: MessageRecord) => id));
  return (
    summaries.findLast(
      ({ retired_at, covers_to_id }) => retired_at === null && ids.has(covers_to_id),
    ) ?? null
  );
}

/** A plan kept with an answer, when it is one that this version can go on from. */
export function previousPlan(kept: unknown): ContextPlan | null {
  if (typeof kept !== "object" || kept === null) return null;
  const found = kept as Partial<ContextPlan>;
  return found.type === "send" && found.version === 1 ? (found as ContextPlan) : null;
}
