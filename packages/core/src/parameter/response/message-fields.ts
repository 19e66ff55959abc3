import { fieldsOf } from "./response-field.ts";

/** What a message may hold. */
export const messageFields = fieldsOf({ group: "message", command: 'colloquy "Hello" --json' }, [
  {
    name: "role",
    path: "choices[0].message.role",
    value: "assistant, in an answer",
    means: "Who speaks: system, user, assistant or tool.",
    notes: [
      "Some servers repeat it on every chunk of a stream.",
      "developer is OpenAI's newer word for system.",
      "tool is the result of a call, sent by you.",
    ],
  },
  {
    name: "content",
    path: "choices[0].message.content",
    value: "a text, a list of parts, or null",
    means: "What the model said.",
    notes: [
      'null and "" are legal: tool calls only, or reasoning used up max_tokens.',
      "It is the model's text: Colloquy never lets it steer a terminal or a page.",
      "Colloquy prints this alone on stdout.",
    ],
  },
  {
    name: "refusal",
    path: "choices[0].message.refusal",
    value: "a text, or null when nothing was refused",
    means: "The model's own words for why it will not answer.",
    notes: [
      "Only some models use the field; others refuse in content.",
      "The error type `refusal` is the provider's refusal, before an answer.",
      "The call succeeded, so it is billed.",
    ],
  },
  {
    name: "reasoning",
    path: "choices[0].message.reasoning",
    value: "a text, or null when there was none or it is hidden",
    means: "What the model thought before it answered, in plain text.",
    notes: [
      "Other servers call it reasoning_content; Colloquy reads both.",
      "It is billed as output and counted in reasoning_tokens, hidden or not.",
      "On a terminal it is shown dim, on stderr; the answer alone is on stdout.",
    ],
    command: `colloquy -m openrouter/auto -o reasoning_effort low "Is 91 a prime?" --json`,
  },
  {
    name: "reasoning_details",
    path: "choices[0].message.reasoning_details",
    value: "a list of parts: reasoning.text, reasoning.summary, reasoning.encrypted",
    means: "The thinking as the provider needs it back, with its signatures.",
    notes: [
      "At the next turn it goes back unchanged and in order; Colloquy does that.",
      "A lost signature is a 400: `Invalid signature in thinking block`.",
      "Encrypted parts can only be sent back, not read.",
    ],
    command: `colloquy -m openrouter/auto -o reasoning_effort low "Is 91 a prime?" --json`,
  },
  {
    name: "tool_calls",
    path: "choices[0].message.tool_calls",
    value: "a list of {id, type, function: {name, arguments}}",
    means: "The functions the model asks to have called.",
    notes: [
      "arguments is JSON as text, and may be wrong JSON: it is the model's writing.",
      "The result goes back as a message with role tool and the call's id.",
      "In a stream they come in pieces; ids can be missing or equal.",
      "As a finish reason the word says: now it is your turn.",
    ],
    command: "colloquy explain tools",
  },
  {
    name: "images",
    path: "choices[0].message.images",
    value: "a list of {type: image_url, image_url: {url}}",
    means: "Pictures the model made, as data URLs.",
    notes: [
      "Only models with `image` among their output_modalities make any.",
      "A data URL holds the picture itself, in base64.",
      "They are priced apart from tokens.",
    ],
    command: "colloquy explain modalities",
  },
  {
    name: "audio",
    path: "choices[0].message.audio",
    value: "an object with id, data (base64), expires_at and transcript",
    means: "What the model spoke, and the same in words.",
    notes: [
      "In a stream data and transcript come in pieces.",
      "Only models with `audio` among their output_modalities speak.",
      "The request field of the same name chooses voice and format.",
    ],
    command: "colloquy parameters audio",
  },
  {
    name: "annotations",
    path: "choices[0].message.annotations",
    value: "a list of url_citation and file entries",
    means: "Sources of what was said, and files that were read.",
    notes: [
      "url_citation has url, title and the place in the text it belongs to.",
      "A file entry sent back at the next turn saves reading the PDF again.",
      "Sources are the model's or the search's claim, not proof.",
    ],
    command: "colloquy explain web_search_options",
  },
]);
