import type { ServerAccess } from "./server-key.ts";

/** Whether a server can be called now, as far as its key goes. The key itself is never part of it. */
export type KeyState = "set" | "missing" | "not needed";

/** A server's address and key as a person may see them. */
export interface DescribedAccess {
  name: string;
  base_url: string;
  /** The variable that changed the address, null for the server's own. */
  url_origin: string | null;
  key: KeyState;
  /** The variable, or the keys file. */
  key_origin: string | null;
  key_variables: readonly string[];
}

export function describeAccess(access: ServerAccess): DescribedAccess {
  const { server, base_url, url_origin, key_origin } = access;
  return {
    name: server.name,
    base_url,
    url_origin,
    key: keyState(access),
    key_origin,
    key_variables: server.key_variables,
  };
}

function keyState({ server, base_url, key }: ServerAccess): KeyState {
  if (key) return "set";
  return server.own_url !== undefined && server.own_url === base_url ? "missing" : "not needed";
}
