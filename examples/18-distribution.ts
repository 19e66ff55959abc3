// The next token's distribution, before and after temperature and top_p, in two engines' orders: one cuts
// and then divides, the other divides and then cuts, and they do not keep the same tokens.
import {
  applyChain,
  candidatesFromLogits,
  chain,
  entropyOf,
  mostProbable,
  type Candidates,
} from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
const tokens = await model.tokens();
const { logits } = await tokens.distribution({ text: "The capital of France is" });

const show = (name: string, candidates: Candidates): void => {
  const best = mostProbable(candidates, 3).map(
    ({ token_id, probability }) =>
      `${JSON.stringify(tokens.tokenText(token_id))} ${(100 * probability).toFixed(1)} %`,
  );
  console.log(
    `${name}: ${candidates.tokenIds.length} tokens, ${entropyOf(candidates).toFixed(2)} nats, ${best.join(", ")}`,
  );
};

const raw = candidatesFromLogits(logits);
show("the model's own", raw);
for (const engine of ["llama.cpp", "vllm"] as const)
  show(engine, applyChain(chain(engine, { temperature: 1.5, top_p: 0.5 }), raw));
await model.dispose();

// Prints:
//   the model's own: 49152 tokens, … nats, …
//   llama.cpp: … tokens, … nats, …
//   vllm: … tokens, … nats, …
