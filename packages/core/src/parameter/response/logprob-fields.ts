import { fieldsOf } from "./response-field.ts";

const command =
  'colloquy -o logprobs true -o top_logprobs 3 "What is the capital of France?" --json';

/** What comes when logprobs are asked for. */
export const logprobFields = fieldsOf({ group: "logprobs", command }, [
  {
    name: "logprobs",
    path: "choices[0].logprobs",
    value: "an object with content and perhaps refusal, or null when not asked for",
    means: "How likely each token of the answer was.",
    notes: [
      "content is a list with one entry a token: token, logprob, bytes, top_logprobs.",
      "Some models accept the request and still send null.",
      "The request field of the same name asks for them.",
    ],
  },
  {
    name: "top_logprobs",
    path: "choices[0].logprobs.content[].top_logprobs",
    value: "a list of {token, logprob, bytes}, the likeliest first",
    means: "What else could have stood at this place, and how likely it was.",
    notes: [
      "The token that was drawn need not be the first of them.",
      "Their probabilities add up to less than 1: the rest was not told.",
      "The request field of the same name says how many, 20 at most.",
    ],
  },
  {
    name: "token",
    path: "choices[0].logprobs.content[].token",
    value: "a text",
    means: "A piece of the answer, as the model counts.",
    notes: [
      "Often a word with the space before it, often less than a word.",
      "A character can be spread over several tokens: then the text is broken and bytes are right.",
      "The pieces one after the other are the answer.",
    ],
  },
  {
    name: "logprob",
    path: "choices[0].logprobs.content[].logprob",
    value: "a number ≤ 0, the natural logarithm of a probability",
    means: "How likely the model held this token at this place.",
    notes: [
      "0 is certain, −0.69 one in two, −2.3 one in ten.",
      "Added up they are the logarithm of the whole answer's probability.",
      "On the model inside: before temperature and all truncation.",
    ],
  },
  {
    name: "bytes",
    path: "choices[0].logprobs.content[].bytes",
    value: "a list of numbers from 0 to 255, or null",
    means: "The token's UTF-8, for tokens that end inside a character.",
    notes: [
      "Bytes of neighbouring tokens put together give the character.",
      "null where a provider hides them.",
      "For plain English it says nothing new.",
    ],
  },
]);
