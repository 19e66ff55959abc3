// An answer by a JSON Schema: the model inside is held to it token by token, so it always parses.
import { collect, parseJson, textOf } from "@colloquy/core";
import { createLocalModel } from "@colloquy/local";
import { cacheDir } from "./settings.ts";

const model = createLocalModel({ cacheDir });
const completion = await collect(
  model.stream({
    model: "smollm2-135m",
    messages: [{ role: "user", content: "Give a city and its country as JSON: Paris." }],
    temperature: 0,
    max_tokens: 60,
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "place",
        schema: {
          type: "object",
          properties: { city: { type: "string" }, country: { type: "string" } },
          required: ["city", "country"],
          additionalProperties: false,
        },
      },
    },
  }),
);
const [choice] = completion.choices;
const place = parseJson(choice ? textOf(choice.message) : "");
console.log(Object.keys(place instanceof Object ? place : {}));
await model.dispose();

// Prints:
//   [ 'city', 'country' ]
