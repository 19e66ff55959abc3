import {
  pathTo,
  type ConversationRecord,
  type ConversationStore,
  type MessageRecord,
  type TurnPorts,
} from "@colloquy/core";

/** What turns need of a store, and a chat for moving about in the tree. */
export type TurnStore = TurnPorts["store"] & Pick<ConversationStore, "setHead">;

/**
 * Keeps turns in memory only (`--no-log`). With a `kept` store beneath, its conversations can be read and
 * gone on with, and nothing is written to it.
 */
export function unloggedStore(kept?: TurnStore): TurnStore {
  const conversations = new Map<string, ConversationRecord>();
  const said = new Map<string, MessageRecord>();
  const all = async (id: string): Promise<readonly MessageRecord[]> => [
    ...((await kept?.messages(id)) ?? []),
    ...[...said.values()].filter(({ conversation_id }) => conversation_id === id),
  ];
  const change = (id: string, part: Partial<MessageRecord>): void => {
    const record = said.get(id);
    if (record) said.set(id, { ...record, ...part });
  };
  const conversation = async (id: string) =>
    conversations.get(id) ?? (await kept?.conversation(id));
  return {
    begin({ conversation: record, user, assistant }) {
      conversations.set(record.id, { ...record, head_id: assistant.id });
      for (const row of user ? [user, assistant] : [assistant]) said.set(row.id, row);
      return Promise.resolve();
    },
    grow: (id, { message }) => Promise.resolve(change(id, { message })),
    finish: (id, end) => Promise.resolve(change(id, end)),
    conversation,
    message: async (id) => said.get(id) ?? (await kept?.message(id)),
    path: async (id, leafId) =>
      pathTo(await all(id), leafId ?? (await conversation(id))?.head_id ?? null),
    messages: all,
    async setHead(id, head_id) {
      const record = await conversation(id);
      if (record) conversations.set(id, { ...record, head_id });
    },
  };
}
