import { storeFailure } from "./store-failure.ts";

interface Node {
  id: string;
  parent_id: string | null;
}

/**
 * From the root to `leafId`, both included; empty for null. Throws `StoreError` when the leaf or one of its
 * ancestors is not among the nodes, or when parents form a ring.
 */
export function pathTo<T extends Node>(nodes: readonly T[], leafId: string | null): readonly T[] {
  if (leafId === null) return [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const path: T[] = [];
  let id: string | null = leafId;
  while (id !== null) {
    const node: T | undefined = byId.get(id);
    if (!node) throw storeFailure("not_found", `no message ${id} in this conversation`);
    if (path.length === nodes.length)
      throw storeFailure("corrupt", `the parents of message ${leafId} form a ring`);
    path.push(node);
    id = node.parent_id;
  }
  return path.reverse();
}

/** Nodes that nothing follows, in the order given. */
export function leavesOf<T extends Node>(nodes: readonly T[]): readonly T[] {
  const parents = new Set(nodes.map((node) => node.parent_id));
  return nodes.filter((node) => !parents.has(node.id));
}

/** The alternatives at one place: every node with the same parent as `id`, itself included. */
export function siblingsOf<T extends Node>(nodes: readonly T[], id: string): readonly T[] {
  const node = nodes.find((candidate) => candidate.id === id);
  return node ? nodes.filter((candidate) => candidate.parent_id === node.parent_id) : [];
}
