import type { Parameters } from "../chat/request.ts";
import type { ChatMessage } from "../chat/message.ts";

/**
 * What a turn does to the tree. `send` says something new after the head (or after `parent_id`), `retry`
 * answers a user message again, `edit` says something else in its place, `continue` writes on where an
 * answer was cut: the new answer begins with the old one's text and the old one stays beside it.
 * Without an id the head's turn is meant.
 */
export type TurnAct =
  | { type: "send"; message: ChatMessage; parent_id?: string | null }
  | { type: "retry"; answer_id?: string }
  | { type: "edit"; user_id?: string; message: ChatMessage }
  | { type: "continue"; answer_id?: string };

/** What somebody asked to be different from the parent turn. What is absent is inherited. */
export interface SettingChanges {
  model?: string;
  /** Null takes the system prompt away. */
  system?: string | null;
  /** A preset's name with its content; its parameters lie over the inherited ones and under `set`. */
  preset?: { name: string; parameters: Parameters; system?: string };
  set?: Parameters;
  /** Names of parameters to take away, applied last. */
  unset?: readonly string[];
}

/** Model, system prompt and parameters of one turn. */
export interface TurnSettings {
  /** As the person named it. */
  model: string;
  system: string | null;
  preset: string | null;
  /** As they will be sent: only what somebody set. */
  parameters: Parameters;
}

export interface TurnInput {
  /** Absent: a new conversation. */
  conversation_id?: string;
  act: TurnAct;
  changes?: SettingChanges;
  /** Used where nothing is inherited and `changes` says nothing. */
  defaults: { model: string; system?: string | null; preset?: SettingChanges["preset"] };
  /** How the wire is used; recorded, never inherited. `stream: false` asks for one body. */
  transport?: { stream?: boolean };
  signal?: AbortSignal;
}
