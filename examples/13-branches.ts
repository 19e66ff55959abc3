// A conversation is a tree: saying something else at an earlier place makes a branch, and nothing is lost.
import {
  appendMessage,
  branchAt,
  editMessage,
  emptyTree,
  leavesOf,
  pathTo,
  textOf,
  type ConversationTree,
  type MessageRecord,
} from "@colloquy/core";

const said = (id: string, parent_id: string | null, content: string): MessageRecord => ({
  id,
  conversation_id: "walk",
  parent_id,
  created_at: "2026-11-24T12:00:00.000Z",
  message: { role: "user", content },
  state: "complete",
  answer: null,
});
const path = ({ messages, head_id }: ConversationTree): string =>
  pathTo(messages, head_id)
    .map(({ message }) => textOf(message))
    .join(" → ");

const first = appendMessage(emptyTree, said("1", null, "Where shall we walk?"));
const second = appendMessage(first, said("2", "1", "By the sea."));
const edited = editMessage(second, "2", said("3", "1", "In the hills."));
console.log(path(edited));
console.log(path(branchAt(edited, "2")));
console.log(leavesOf(edited.messages).length, "branches");

// Prints:
//   Where shall we walk? → In the hills.
//   Where shall we walk? → By the sea.
//   2 branches
