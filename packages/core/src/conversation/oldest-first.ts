import type { MessageRecord } from "./message-record.ts";

type Node = Pick<MessageRecord, "id" | "parent_id" | "created_at">;

/**
 * Nodes by time, then id, but never a child before its parent, whatever the clocks said. The order depends
 * on the nodes alone, not on how they were kept, so two stores with the same nodes list them the same.
 */
export function oldestFirst<T extends Node>(nodes: readonly T[]): readonly T[] {
  const sorted = inOrder(nodes) ? nodes : nodes.toSorted(compare);
  return parentsLead(sorted) ? sorted : parentsFirst(sorted);
}

function compare(a: Node, b: Node): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function inOrder(nodes: readonly Node[]): boolean {
  return nodes.every((node, index) => {
    const before = nodes[index - 1];
    return !before || compare(before, node) <= 0;
  });
}

function parentsLead(nodes: readonly Node[]): boolean {
  const seen = new Set<string>();
  const all = new Set(nodes.map((node) => node.id));
  return nodes.every((node) => {
    seen.add(node.id);
    return node.parent_id === null || seen.has(node.parent_id) || !all.has(node.parent_id);
  });
}

function parentsFirst<T extends Node>(nodes: readonly T[]): readonly T[] {
  const waiting = new Map(nodes.map((node) => [node.id, node]));
  const ordered: T[] = [];
  for (const node of nodes) {
    const chain: T[] = [];
    let next: T | undefined = node;
    while (next && waiting.delete(next.id)) {
      chain.push(next);
      next = next.parent_id === null ? undefined : waiting.get(next.parent_id);
    }
    ordered.push(...chain.toReversed());
  }
  return ordered;
}
