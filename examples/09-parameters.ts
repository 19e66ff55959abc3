// Parameters are checked before anything is sent, and only what is set is sent.
import {
  checkParameters,
  collect,
  InvalidInputError,
  parameterSpec,
  readParameterValue,
  requireParameters,
  textOf,
} from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

console.log(parameterSpec("top_p")?.does);
console.log(readParameterValue("frequency_penalty", "-0.5"));
for (const problem of checkParameters({ temperature: 3, temprature: 1 }))
  console.log(problem.message);
try {
  requireParameters({ top_p: 0 });
} catch (error) {
  if (error instanceof InvalidInputError) console.log(error.message);
}

const model = createLocalModel({ cacheDir });
const ask = async (parameters: Record<string, unknown>): Promise<string> => {
  const messages = [{ role: "user" as const, content: "Name an animal and what it eats." }];
  const request = { model: "smollm2-135m", messages, max_tokens: 16, ...parameters };
  const [choice] = (await collect(model.stream(request))).choices;
  return choice ? textOf(choice.message) : "";
};
console.log((await ask({ temperature: 0 })) === (await ask({ temperature: 0 })));
const seeded = { temperature: 1, seed: 7 };
console.log((await ask(seeded)) === (await ask(seeded)));
console.log((await ask(seeded)) === (await ask({ temperature: 1, seed: 8 })));
await model.dispose();

// Prints:
//   Keeps the likeliest tokens until their probabilities add up to top_p
//   -0.5
//   temperature is 3, it must be a number from 0 to 2
//   no parameter "temprature"; did you mean temperature?
//   top_p is 0, it must be a number above 0, up to 1
//   true
//   true
//   false
