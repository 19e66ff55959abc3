import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoreError } from "../error/errors.ts";
import { attachPoint } from "./attach-point.ts";
import {
  appendMessage,
  branchAt,
  editMessage,
  emptyTree,
  type ConversationTree,
} from "./conversation-tree.ts";
import type { MessageRecord, StoredState } from "./message-record.ts";
import { oldestFirst } from "./oldest-first.ts";
import { leavesOf, pathTo, siblingsOf } from "./tree-path.ts";

interface NodeInput {
  id: string;
  parent_id?: string | null;
  role?: "user" | "assistant";
  state?: StoredState;
  at?: number;
}

function node({
  id,
  parent_id = null,
  role = "user",
  state = "complete",
  at = 0,
}: NodeInput): MessageRecord {
  return {
    id,
    conversation_id: "c",
    parent_id,
    created_at: new Date(at).toISOString(),
    message: { role, content: id },
    state,
    answer: null,
  };
}

/** What somebody may do to a conversation: `choice` picks one of the nodes that are there. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom("append", "append", "append", "branch", "edit"),
    choice: fc.nat(),
    role: fc.constantFrom<"user" | "assistant">("user", "assistant"),
    state: fc.constantFrom<StoredState>("complete", "interrupted", "failed"),
    at: fc.nat(1_000),
  }),
  { maxLength: 40 },
);

/** Every tree on the way. */
const histories = steps.map((list) => {
  const trees: ConversationTree[] = [emptyTree];
  for (const [index, { what, choice, role, state, at }] of list.entries()) {
    const tree = trees.at(-1) ?? emptyTree;
    const chosen = tree.messages[choice % Math.max(1, tree.messages.length)];
    const next = { id: `n${index}`, role, state, at };
    if (what === "branch") trees.push(branchAt(tree, chosen?.id ?? null));
    else if (what === "edit" && chosen) trees.push(editMessage(tree, chosen.id, node(next)));
    else trees.push(appendMessage(tree, node({ ...next, parent_id: tree.head_id })));
  }
  return trees;
});

const tree = histories.map((trees) => trees.at(-1) ?? emptyTree);

describe("a conversation's tree", () => {
  it("only grows: nothing that was there changes or goes", () => {
    fc.assert(
      fc.property(histories, (trees) => {
        const copies = trees.map((each) => structuredClone(each));
        for (const [index, each] of trees.entries()) {
          expect(each).toEqual(copies[index]);
          const before = trees[index - 1]?.messages ?? [];
          expect(each.messages.slice(0, before.length)).toEqual(before);
        }
      }),
    );
  });

  it("has a path to every node, from a root, along parents, and a head that is there", () => {
    fc.assert(
      fc.property(tree, ({ messages, head_id }) => {
        if (head_id !== null) expect(messages.some(({ id }) => id === head_id)).toBe(true);
        for (const { id } of messages) {
          const path = pathTo(messages, id);
          expect(path[0]?.parent_id).toBeNull();
          expect(path.at(-1)?.id).toBe(id);
          for (const [index, each] of path.entries())
            expect(each.parent_id).toBe(path[index - 1]?.id ?? null);
        }
      }),
    );
  });

  it("is the union of the paths to its leaves; nothing follows a leaf", () => {
    fc.assert(
      fc.property(tree, ({ messages }) => {
        const leaves = leavesOf(messages);
        const reached = new Set(
          leaves.flatMap(({ id }) => pathTo(messages, id).map((each) => each.id)),
        );
        expect(reached.size).toBe(messages.length);
        for (const { id } of leaves)
          expect(messages.some(({ parent_id }) => parent_id === id)).toBe(false);
      }),
    );
  });

  it("keeps an edited message beside its replacement", () => {
    fc.assert(
      fc.property(tree, fc.nat(), (given, choice) => {
        const old = given.messages[choice % Math.max(1, given.messages.length)];
        if (!old) return;
        const edited = editMessage(given, old.id, node({ id: "new", parent_id: "ignored" }));
        const ids = siblingsOf(edited.messages, "new").map(({ id }) => id);
        expect(ids).toContain(old.id);
        expect(ids.at(-1)).toBe("new");
        expect(edited.head_id).toBe("new");
        expect(siblingsOf(edited.messages, old.id).map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  it("refuses an unknown parent, an unknown head and an id that is taken", () => {
    const one = appendMessage(emptyTree, node({ id: "a" }));
    const attempts = [
      () => appendMessage(one, node({ id: "a" })),
      () => appendMessage(one, node({ id: "b", parent_id: "nowhere" })),
      () => branchAt(one, "nowhere"),
      () => editMessage(one, "nowhere", node({ id: "b" })),
      () => pathTo(one.messages, "nowhere"),
      () => attachPoint(one.messages, "nowhere"),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(StoreError);
  });

  it("does not walk a ring for ever", () => {
    const ring = [node({ id: "a", parent_id: "b" }), node({ id: "b", parent_id: "a" })];
    expect(() => pathTo(ring, "a")).toThrow("ring");
    expect(oldestFirst(ring)).toHaveLength(2);
  });
});

describe("where the next message goes", () => {
  const question = node({ id: "q" });
  const answer = (id: string, state: StoredState, parent_id = "q") =>
    node({ id, parent_id, role: "assistant", state });

  it.each<[string, MessageRecord[], string | null, string | null]>([
    ["an empty conversation", [], null, null],
    ["after an answer", [question, answer("a", "complete")], "a", "a"],
    ["after an interrupted answer", [question, answer("a", "interrupted")], "a", "a"],
    ["after a question", [question], "q", "q"],
    ["a failed first turn", [question, answer("a", "failed")], "a", null],
    [
      "a failed later turn",
      [
        question,
        answer("a", "complete"),
        node({ id: "q2", parent_id: "a" }),
        answer("a2", "failed", "q2"),
      ],
      "a2",
      "a",
    ],
    ["a failed retry", [question, answer("a", "complete"), answer("b", "failed")], "b", "a"],
    [
      "a failed answer that went on from another",
      [question, answer("a", "interrupted"), answer("b", "failed", "a")],
      "b",
      "a",
    ],
  ])("%s", (_, messages, head, expected) => {
    expect(attachPoint(messages, head)).toBe(expected);
  });

  it("is never a failed answer, always on the way or beside it, and stable", () => {
    fc.assert(
      fc.property(tree, ({ messages, head_id }) => {
        const at = attachPoint(messages, head_id);
        const found = messages.find(({ id }) => id === at);
        expect(found?.state === "failed").toBe(false);
        expect(attachPoint(messages, at)).toBe(at);
        const head = messages.find(({ id }) => id === head_id);
        if (head?.state !== "failed") expect(at).toBe(head_id);
        const path = head_id === null ? [] : pathTo(messages, head_id);
        const parents = new Set<string | null>([null, ...path.map(({ id }) => id)]);
        if (found) expect(parents.has(found.id) || parents.has(found.parent_id)).toBe(true);
      }),
    );
  });
});

describe("the order of nodes", () => {
  it("depends on the nodes alone and puts parents first", () => {
    fc.assert(
      fc.property(tree, fc.array(fc.nat(), { maxLength: 40 }), ({ messages }, picks) => {
        const shuffled = [...messages];
        for (const [index, pick] of picks.entries())
          if (shuffled.length > 0)
            shuffled.splice(
              pick % shuffled.length,
              0,
              ...shuffled.splice(index % shuffled.length, 1),
            );
        const ordered = oldestFirst(shuffled);
        expect(ordered).toEqual(oldestFirst(messages));
        expect(ordered).toHaveLength(messages.length);
        const seen = new Set<string | null>([null]);
        for (const { id, parent_id } of ordered) {
          expect(seen.has(parent_id)).toBe(true);
          seen.add(id);
        }
      }),
    );
  });

  it("is by time, then id, where parents allow it", () => {
    const nodes = [
      node({ id: "b", at: 2 }),
      node({ id: "a", at: 2 }),
      node({ id: "c", at: 1 }),
      node({ id: "d", at: 0, parent_id: "a" }),
    ];
    expect(oldestFirst(nodes).map(({ id }) => id)).toEqual(["a", "d", "c", "b"]);
  });
});
