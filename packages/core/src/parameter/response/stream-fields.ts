import { fieldsOf } from "./response-field.ts";

/** What only streams have. */
export const streamFields = fieldsOf(
  {
    group: "stream",
    command: `colloquy api POST /chat/completions -d '{"model": "openrouter/free", "stream": true, "messages": [{"role": "user", "content": "Hello"}]}'`,
  },
  [
    {
      name: "data",
      path: "a line of a text/event-stream",
      value: "`data: ` and one JSON chunk; at the end `data: [DONE]`",
      means: "One event of a stream.",
      notes: [
        "An empty line ends an event; one may be spread over several data lines.",
        "Lines that begin with a colon are comments: `: OPENROUTER PROCESSING` means still waiting.",
        "[DONE] may be missing, and is no proof that the answer is whole.",
      ],
    },
    {
      name: "delta",
      path: "choices[0].delta of a chunk",
      value: "an object with any fields of a message; null or missing on odd chunks",
      means: "What this chunk adds to the message.",
      notes: [
        "Texts are put one after the other; tool calls by their index.",
        "role and an empty content often repeat on every chunk.",
        "`colloquy --json` shows the message put together.",
      ],
    },
  ],
);
