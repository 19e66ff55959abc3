import { answeringCases } from "./chat-model/answering.ts";
import { failingCases } from "./chat-model/failing.ts";
import { stoppingCases } from "./chat-model/stopping.ts";
import type { ChatModelCase } from "./chat-model/subject.ts";

/** What every `ChatModel` must do. Each case opens a subject of its own. */
export const chatModelContract: readonly ChatModelCase[] = [
  ...answeringCases,
  ...failingCases,
  ...stoppingCases,
];
