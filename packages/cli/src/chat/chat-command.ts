import type { ChatSession } from "./chat-session.ts";

/** What a slash command wants to happen next. */
export type ChatStep =
  | { type: "stay" }
  | { type: "leave" }
  /** Puts text on the line, to be changed and sent in place of `replaces`. */
  | { type: "edit"; text: string };

/** One `/command` of the chat. */
export interface ChatCommand {
  name: string;
  aliases?: readonly string[];
  /** `KEY VALUE`, as help shows it. */
  arguments?: string;
  about: string;
  /** `rest` is what stands after the name. Throws what a person did wrong. */
  run(session: ChatSession, rest: string): Promise<ChatStep>;
}

export const stay: ChatStep = { type: "stay" };
