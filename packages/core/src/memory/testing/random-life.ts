import fc from "fast-check";
import type { ChatMessage } from "../../chat/message.ts";
import { POLICIES, type PolicyName } from "../plan-input.ts";

/** What a person does between two turns. Numbers pick among what there is. */
export type Deed =
  | { type: "pin" | "unpin" | "exclude" | "include"; pick: number }
  | { type: "branch"; pick: number }
  | { type: "budget"; tokens: number }
  | { type: "policy"; policy: PolicyName }
  | { type: "system"; text: string | null }
  | { type: "model"; model: string };

/** One turn: what is done before it, what is said, and what answers. */
export interface LifeTurn {
  deeds: readonly Deed[];
  said: ChatMessage;
  answers: readonly ChatMessage[];
  /** How many messages later the turn is answered again, to be planned in its middle; 0 for not at all. */
  resumeAfter: number;
}

const THINGS =
  "lamp harbour cello orange bicycle choir garden bread ledger tax ladder kettle".split(" ");
const thing = fc.constantFrom(...THINGS);
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(thing, thing).map(([one, other]) => `My ${one} stands by the ${other}.`),
  },
  { weight: 6, arbitrary: thing.map((one) => `What did I say of the ${one}?`) },
  fc.constant(""),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.integer({ min: 40, max: 150 }).map((n) => "many words ".repeat(n)),
);
const image = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } } as const;

const said = fc
  .record({ text, image: fc.boolean() })
  .map(({ text: words, image: seen }): ChatMessage => ({
    role: "user",
    content: seen ? [{ type: "text", text: words }, image] : words,
  }));

/** Calls of tools with their reasoning and results; perhaps one result is missing, or nobody asked for one. */
const rounds = fc
  .record({
    calls: fc.integer({ min: 1, max: 3 }),
    missing: fc.integer({ min: 0, max: 5 }),
    stray: fc.boolean(),
    text,
  })
  .map(({ calls, missing, stray, text: found }): ChatMessage[] => {
    const ids = Array.from({ length: calls }, (_, i) => `t${i}`);
    const results = ids.filter((_, i) => i !== missing - 1);
    return [
      {
        role: "assistant",
        content: null,
        reasoning_details: [{ type: "reasoning.text", text: "so I look" }],
        tool_calls: ids.map((id) => ({
          id,
          type: "function",
          function: { name: "look", arguments: "{}" },
        })),
      },
      ...results.map((id): ChatMessage => ({ role: "tool", tool_call_id: id, content: found })),
      ...(stray && missing === 5
        ? [{ role: "tool", tool_call_id: "nobody", content: found } as const]
        : []),
    ];
  });

const answer = fc.oneof(
  { weight: 6, arbitrary: text.map((content): ChatMessage => ({ role: "assistant", content })) },
  fc.constant<ChatMessage>({ role: "assistant", content: null }),
  fc.constant<ChatMessage>({ role: "assistant", content: "", images: [image] }),
  fc.constant<ChatMessage>({ role: "system", content: "From here on be formal." }),
);

const pick = fc.nat({ max: 1_000 });
const deed = fc.oneof(
  fc.record({ type: fc.constantFrom("pin", "unpin", "exclude", "include"), pick }),
  fc.record({ type: fc.constant("branch" as const), pick }),
  fc.record({ type: fc.constant("budget" as const), tokens: fc.integer({ min: 40, max: 1_500 }) }),
  fc.record({ type: fc.constant("policy" as const), policy: fc.constantFrom(...POLICIES) }),
  fc.record({ type: fc.constant("system" as const), text: fc.option(text) }),
  fc.record({ type: fc.constant("model" as const), model: fc.constantFrom("m", "n") }),
);

const turn: fc.Arbitrary<LifeTurn> = fc.record({
  deeds: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Deed[]>([]) },
    fc.array(deed, { maxLength: 2 }),
  ),
  said,
  answers: fc
    .tuple(fc.array(rounds, { maxLength: 2 }), fc.array(answer, { maxLength: 2 }))
    .map(([calls, ends]) => [...calls.flat(), ...ends]),
  resumeAfter: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 4 })),
});

/** A conversation as it may really go: branches, marks, other models, half-finished calls. */
export const life: fc.Arbitrary<LifeTurn[]> = fc.array(turn, { maxLength: 30, size: "max" });
