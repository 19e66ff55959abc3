import type { ConfigFile } from "../config/config-file.ts";

/** A server that speaks the protocol. */
export interface Server {
  name: string;
  /** Ends without a slash; `/chat/completions` goes after it. */
  base_url: string;
  /** Variables that may hold its key, the first that is set wins; empty when it asks for none. */
  key_variables: readonly string[];
  /** The variable that changes `base_url`, if any. */
  url_variable?: string;
  /** Its own address: a key is needed there, and only there it is refused to send without one. */
  own_url?: string;
  /** True when its list of models says what they cost. */
  has_prices?: boolean;
  /** A server on this machine, which costs nothing. */
  local?: boolean;
}

const openrouter = "https://openrouter.ai/api/v1";
const openai = "https://api.openai.com/v1";

/** Servers known without being added. */
export const knownServers: readonly Server[] = [
  {
    name: "openrouter",
    base_url: openrouter,
    own_url: openrouter,
    key_variables: ["OPENROUTER_API_KEY", "OPENROUTER_KEY"],
    url_variable: "OPENROUTER_BASE_URL",
    has_prices: true,
  },
  {
    name: "openai",
    base_url: openai,
    own_url: openai,
    key_variables: ["OPENAI_API_KEY"],
    url_variable: "OPENAI_BASE_URL",
  },
  { name: "ollama", base_url: "http://localhost:11434/v1", key_variables: [], local: true },
  { name: "lmstudio", base_url: "http://localhost:1234/v1", key_variables: [], local: true },
  { name: "llamacpp", base_url: "http://localhost:8080/v1", key_variables: [], local: true },
];

/** Every server by name: those known, with what the file adds or changes. */
export function allServers(file: ConfigFile): readonly Server[] {
  const added = Object.entries(file.servers).map(([name, { base_url, key_variable }]): Server => ({
    name,
    base_url: withoutSlash(base_url),
    key_variables: key_variable ? [key_variable] : [],
    ...(key_variable && { own_url: withoutSlash(base_url) }),
  }));
  const names = new Set(added.map(({ name }) => name));
  return [...knownServers.filter(({ name }) => !names.has(name)), ...added];
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
