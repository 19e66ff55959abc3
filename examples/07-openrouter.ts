// A model at a server. Set OPENROUTER_API_KEY, or practise: npm run upstream -- venice
import { createChatModel } from "@colloquy/client";
import { collect, textOf } from "@colloquy/core";
import { apiKey, baseUrl } from "./settings.ts";

const model = createChatModel({ baseUrl, apiKey });
const completion = await collect(
  model.stream({
    model: process.env["MODEL"] ?? "openrouter/free",
    messages: [{ role: "user", content: "Which is nearer to Madrid by night train, and when?" }],
    // One body instead of a stream: some servers send blank lines before it while the model works.
    stream: false,
  }),
);
const [choice] = completion.choices;
console.log(choice ? textOf(choice.message) : "no answer");
console.log("from", completion.model, "by", completion.provider ?? "an unnamed provider");
console.log("refusal", choice?.message.refusal, "· reasoning", choice?.message.reasoning);
console.log(completion.usage?.prompt_tokens, "+", completion.usage?.completion_tokens);
await model.dispose?.();

// Prints:
//   Lisbon is nearer…
//   from parlour/night-porter-24b:free by Venice
//   refusal null · reasoning null
//   346 + 18
