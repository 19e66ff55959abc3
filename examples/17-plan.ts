// What of a long conversation is sent, decided before anything is: the same question under two policies,
// with a budget that holds a part of what was said. No model and no network are needed to plan.
import {
  budgetOf,
  MessageCounts,
  plan,
  planView,
  textOf,
  UNKNOWN_PRICES,
  type MessageRecord,
  type PolicyName,
} from "@colloquy/core";
import { vocabularyTokenizer } from "@colloquy/tokenizer";

const said = ["The code of my bicycle lock is 4711.", "Noted: 4711."];
for (let day = 1; day <= 60; day++)
  said.push(`Today I read chapter ${day} of my novel.`, `Chapter ${day}! What happens in it?`);

const path = said.map((content, index): MessageRecord => ({
  id: `message-${index + 1}`,
  conversation_id: "conversation-1",
  parent_id: index === 0 ? null : `message-${index}`,
  created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
  message: { role: index % 2 === 0 ? "user" : "assistant", content },
  state: "complete",
  answer: null,
}));
const message = {
  id: "message-new",
  created_at: "2026-01-02T00:00:00.000Z",
  message: { role: "user" as const, content: "What is the code of my lock?" },
};
const counts = new MessageCounts(await vocabularyTokenizer("o200k_base"));

for (const policy of ["recent", "recall"] satisfies PolicyName[]) {
  const result = plan({
    path,
    message,
    system: null,
    request: { model: "author/slug" },
    policy,
    budget: budgetOf({ asked: 600 }),
    previous: null,
    prices: UNKNOWN_PRICES,
    counts,
  });
  if (result.type !== "send") throw new Error("only the policy summary asks for a summary first");
  const { tokens } = result.plan;
  console.log(`${policy}: ${tokens.total} tokens of 600, ${tokens.recalled} of them recalled`);
  const recalled = planView(result.plan, path, counts)?.filter(({ state }) => state === "recalled");
  for (const { id, reason } of recalled ?? []) {
    const record = path.find((each) => each.id === id);
    if (record) console.log(`  ${id}, ${reason}: ${textOf(record.message)}`);
  }
}

// Prints:
//   recent: … tokens of 600, 0 of them recalled
//   recall: … tokens of 600, … of them recalled
//     message-1, …: The code of my bicycle lock is 4711.
