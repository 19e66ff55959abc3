// The four presets: named parameters, nothing more. What one sets by hand goes over them.
import { presets } from "@colloquy/core";

for (const { name, parameters } of presets) console.log(name, parameters);

const code = presets.find(({ name }) => name === "code");
console.log({ ...code?.parameters, max_tokens: 50 });

// Prints:
//   chatbot { temperature: 0.7, max_tokens: 150 }
//   code { temperature: 0.2, max_tokens: 500 }
//   creative { temperature: 1, max_tokens: 300 }
//   data-analysis { temperature: 0.1, max_tokens: 100 }
//   { temperature: 0.2, max_tokens: 50 }
