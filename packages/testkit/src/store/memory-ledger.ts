import {
  usageCounts,
  type Ledger,
  type LedgerEntry,
  type LedgerGrouping,
  type LedgerRow,
} from "@colloquy/core";

/** Sums over entries held in memory; what the SQL of a real ledger must come to as well. */
export class MemoryLedger implements Ledger {
  readonly entries = new Map<string, LedgerEntry>();

  async add(entry: LedgerEntry): Promise<void> {
    if (!this.entries.has(entry.message_id)) this.entries.set(entry.message_id, entry);
  }

  async sum(
    grouping: LedgerGrouping,
    { since = "", until }: { since?: string; until?: string } = {},
  ): Promise<readonly LedgerRow[]> {
    const last = until === undefined ? "\uffff" : `${until}\uffff`;
    const chosen = [...this.entries.values()].filter(
      ({ created_at }) => created_at >= since && created_at <= last,
    );
    const groups = Map.groupBy(chosen, (entry) => keyOf(entry, grouping));
    const rows = [...groups].map(([key, entries]) => rowOf(key, entries));
    return rows.toSorted((a, b) =>
      grouping === "day" ? compare(a.key, b.key) : b.cost_usd - a.cost_usd || compare(a.key, b.key),
    );
  }

  /** The conversation is gone, what was spent in it is not. */
  forget(conversationId: string): void {
    for (const [id, entry] of this.entries)
      if (entry.conversation_id === conversationId)
        this.entries.set(id, { ...entry, conversation_id: null });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf(entry: LedgerEntry, grouping: LedgerGrouping): string {
  if (grouping === "day") return entry.created_at.slice(0, 10);
  return grouping === "model" ? entry.model : (entry.conversation_id ?? "");
}

function rowOf(key: string, entries: readonly LedgerEntry[]): LedgerRow {
  const counts = entries.map(({ usage }) => usageCounts(usage));
  const total = (values: readonly (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return {
    key,
    calls: entries.length,
    prompt_tokens: total(counts.map(({ prompt_tokens }) => prompt_tokens)),
    cached_tokens: total(counts.map(({ cached_tokens }) => cached_tokens)),
    completion_tokens: total(counts.map(({ completion_tokens }) => completion_tokens)),
    reasoning_tokens: total(counts.map(({ reasoning_tokens }) => reasoning_tokens)),
    cost_usd: total(entries.map(({ cost_usd }) => cost_usd)),
    unpriced_calls: entries.filter(({ cost_usd }) => cost_usd === null).length,
  };
}
