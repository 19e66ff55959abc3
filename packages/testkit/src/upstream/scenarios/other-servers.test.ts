import { expect } from "vitest";
import { recordedReplies } from "../../fixtures/recorded-replies.ts";
import { checkScenarios, type Check } from "../check-scenarios.ts";
import { otherServerAnswers, otherServerErrors } from "./other-servers.ts";

/** Recorded bytes arrive unchanged, and say what the record says they do. */
function verbatim(server: string): Check {
  const reply = recordedReplies.find((one) => one.server === server);
  return ({ stream, whole }) => {
    expect(stream.text).toBe(reply?.stream);
    expect(stream).toMatchObject({ content: reply?.text, finishes: ["stop"] });
    expect(whole.text).toBe(reply?.body);
    expect(whole.json).toMatchObject({ choices: [{ message: { content: reply?.text } }] });
  };
}

const told =
  (status: number, json: object): Check =>
  ({ stream, whole }) => {
    for (const seen of [stream, whole]) expect(seen).toMatchObject({ status, json });
  };

checkScenarios([...otherServerAnswers, ...otherServerErrors], {
  "like-openai": verbatim("openai"),
  "like-ollama": verbatim("ollama"),
  "like-llamacpp": verbatim("llamacpp"),
  "404-ollama": told(404, { error: { type: "not_found_error", code: null } }),
  "400-llamacpp": told(400, { error: { type: "exceed_context_size_error", n_ctx: 4096 } }),
  "400-text": told(400, { error: "Channel closed while loading" }),
  "400-flat": told(400, { object: "error", message: "best_of must be 1" }),
});
