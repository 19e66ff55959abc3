import { fieldsOf } from "./response-field.ts";

/** The outer fields of a completion. */
export const answerFields = fieldsOf(
  { group: "answer", command: 'colloquy "What is the capital of France?" --json' },
  [
    {
      name: "id",
      path: "id, on a completion and on every chunk",
      value: "a text, `gen-…` at OpenRouter",
      means: "Names this answer at the server that gave it.",
      notes: [
        "At OpenRouter GET /generation?id=… tells what it cost, some seconds later.",
        "The response header X-Generation-Id holds the same, on errors too.",
        "Colloquy's own ids are message_id and conversation_id.",
      ],
      command: "colloquy api GET '/generation?id=gen-1'",
    },
    {
      name: "object",
      path: "object",
      value: '"chat.completion", or "chat.completion.chunk" in a stream',
      means: "Says which of the two shapes this is.",
      notes: [
        "A whole answer has choices[].message, a chunk has choices[].delta.",
        "Some servers leave it out; nothing depends on it.",
        "A list of models says `list` here.",
      ],
    },
    {
      name: "created",
      path: "created",
      value: "whole seconds since 1970, UTC",
      means: "When the server began the answer.",
      notes: [
        "It is the server's clock; Colloquy's `timing` is measured here.",
        "It is the same on every chunk of a stream.",
        "Seconds, not milliseconds.",
      ],
    },
    {
      name: "model",
      path: "model",
      value: "a text",
      means: "The model that answered, which may not be the one that was asked.",
      notes: [
        "A router or a fallback chooses; an alias becomes a dated name.",
        "Its price is the one that counts.",
        "The request field of the same name is what was asked for.",
      ],
    },
    {
      name: "service_tier",
      path: "service_tier",
      value: "default, flex, priority, another word, or null",
      means: "The tier that served the request, and is billed.",
      notes: [
        "priority may have fallen back to default; flex does not.",
        "null with most providers.",
        "The request field of the same name asks for one.",
      ],
    },
    {
      name: "debug",
      path: "debug, on the first chunk of a stream",
      value: "an object with echo_upstream_body; only when asked for",
      means: "What OpenRouter really sent to the provider.",
      notes: [
        "A parameter that is missing in it was dropped on the way.",
        "That chunk has no choices; one comes for each provider that was tried.",
        "The request field of the same name asks for it.",
      ],
      command: "colloquy parameters debug",
    },
    {
      name: "provider",
      path: "provider",
      value: "a display name such as `Venice`; missing on servers other than OpenRouter",
      means: "Who ran the model for OpenRouter.",
      notes: [
        "The same model can be served by many, at different prices, windows and quantizations.",
        "It is a name to show, not the slug that provider.order takes.",
        "Errors carry it as error.metadata.provider_name.",
      ],
    },
    {
      name: "system_fingerprint",
      path: "system_fingerprint",
      value: "a text or null",
      means: "Names the version of weights and software that answered.",
      notes: [
        "When it differs between two answers, the same seed may give another text.",
        "Many providers leave it null.",
        "It says nothing about the prompt.",
      ],
    },
    {
      name: "choices",
      path: "choices",
      value: "a list, with one entry here",
      means: "The answers; more than one only where a server is asked for several.",
      notes: [
        "A stream's chunks may have an empty list: then only usage or an error stands beside it.",
        "Without any choice and without an error it is no answer, and Colloquy says so.",
        "Each holds index, message, finish_reason, native_finish_reason and logprobs.",
      ],
    },
    {
      name: "index",
      path: "choices[].index and tool_calls[].index",
      value: "a whole number from 0; null or missing on some servers",
      means: "Which of several an entry belongs to, since pieces of a stream may be mixed.",
      notes: [
        "With one answer it is always 0.",
        "Tool calls that come in pieces are put together by it.",
        "A missing one is read as 0, or as the call that was last.",
      ],
    },
    {
      name: "message",
      path: "choices[0].message",
      value: "an object; in a stream it comes in pieces, as delta",
      means: "What the model said: role, content, and perhaps reasoning, tool calls, images.",
      notes: [
        "It is what goes back in messages at the next turn.",
        "content may be null: when there are only tool calls, or nothing was said.",
        "An error message is not here: that is `error.message`.",
      ],
    },
    {
      name: "finish_reason",
      path: "choices[0].finish_reason, and on one of a stream's last chunks",
      value: "stop, length, tool_calls, content_filter, error; null or missing on some servers",
      means: "Why the answer ended.",
      notes: [
        "stop: by itself, or at a stop text. length: cut by max_tokens or the window.",
        "tool_calls: it waits for a function's result. content_filter: it was held back.",
        "error: it broke off. A stream that ends without any is interrupted, never complete.",
        "It can come twice in a stream; the first counts.",
      ],
      command: 'colloquy -o max_tokens 5 "Tell me a story." --json',
    },
    {
      name: "native_finish_reason",
      path: "choices[0].native_finish_reason",
      value: "a text as the provider gave it, or null",
      means: "The provider's own word for why the answer ended.",
      notes: [
        "end_turn, STOP, MAX_TOKENS, SAFETY, MALFORMED_FUNCTION_CALL and many more.",
        "OpenRouter turns it into finish_reason; this is what it was before.",
        "Useful when the two seem to contradict each other.",
      ],
    },
    {
      name: "error",
      path: "error, at the top of a body or chunk, or choices[0].error",
      value: "an object with code, message and perhaps metadata; missing when all is well",
      means: "What went wrong; it can stand inside a 200.",
      notes: [
        "After the first byte the status cannot change, so late errors come here.",
        "code is a number or a text; metadata.error_type is the finer word.",
        "`Provider returned error` means: the reason is in metadata.raw.",
        "What had arrived before is kept and marked interrupted.",
      ],
      command: "colloquy explain provider_unavailable",
    },
    {
      name: "openrouter_metadata",
      path: "openrouter_metadata, on the last chunk of a stream",
      value: "an object; only when asked for by a header",
      means:
        "How OpenRouter routed the request: endpoints seen, attempts made, parts of its pipeline.",
      notes: [
        "Asked for with the header X-OpenRouter-Metadata: enabled.",
        "pipeline shows context compression: how many messages went in and how many were left.",
        "attempts lists providers tried with their statuses.",
      ],
      command: "colloquy explain transforms",
    },
  ],
);
