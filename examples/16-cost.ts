// What an answer cost: charged by the server, else priced by its list, else unknown. Never invented.
import { createModelCatalog, HttpClient } from "@colloquy/client";
import { costOf, pricesOf, UNKNOWN_PRICES } from "@colloquy/core";
import { apiKey, baseUrl } from "./settings.ts";

const http = new HttpClient({ baseUrl, apiKey });
const catalog = createModelCatalog({ http, baseUrl });
const prices = pricesOf(await catalog.get("parlour/reading-room"));

const usage = {
  prompt_tokens: 1000,
  completion_tokens: 100,
  prompt_tokens_details: { cached_tokens: 800 },
};
console.log("charged", costOf({ ...usage, cost: 0.002 }, prices));
console.log("priced", costOf(usage, prices));
console.log("unknown", costOf(usage, UNKNOWN_PRICES));
await http.dispose();

// Prints:
//   charged 0.002
//   priced 0.00234
//   unknown null
