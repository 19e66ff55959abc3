import type { ChatCompletion, ChatCompletionChunk } from "../chat/completion.ts";
import type { ModelProgress } from "../chat/chat-model.ts";
import type { StoredState, Timing } from "../conversation/message-record.ts";
import type { ErrorRecord } from "../error/error-record.ts";
import type { TurnSettings } from "./turn-input.ts";

/** What happens in a turn, in order. Every event survives `JSON.parse(JSON.stringify(event))`. */
export type TurnEvent =
  | { type: "plan"; plan: unknown; settings: TurnSettings; notices: readonly string[] }
  | { type: "begun"; conversation_id: string; message_id: string; parent_id: string }
  | { type: "progress"; progress: ModelProgress }
  | { type: "chunk"; chunk: ChatCompletionChunk }
  | {
      type: "completion";
      completion: ChatCompletion;
      state: "complete";
      notices: readonly string[];
      timing: Timing;
      /** US dollars; null when unknown. */
      cost_usd: number | null;
    }
  | {
      type: "interruption";
      completion: ChatCompletion | null;
      state: Exclude<StoredState, "complete">;
      error: ErrorRecord;
      timing: Timing;
      cost_usd: number | null;
    };
