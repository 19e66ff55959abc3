import { answerFields } from "./answer-fields.ts";
import { costFields } from "./cost-fields.ts";
import { logprobFields } from "./logprob-fields.ts";
import { messageFields } from "./message-fields.ts";
import { ownFields } from "./own-fields.ts";
import type { ResponseFieldSpec } from "./response-field.ts";
import { streamFields } from "./stream-fields.ts";
import { usageFields } from "./usage-fields.ts";

/** Every field of a completion, a chunk and their usage, and those Colloquy adds. */
export const responseFieldTable: readonly ResponseFieldSpec[] = [
  ...answerFields,
  ...messageFields,
  ...streamFields,
  ...usageFields,
  ...costFields,
  ...logprobFields,
  ...ownFields,
];
