/** How a setting's text is read: from a variable, a flag or `colloquy config set`. */
export type SettingKind = "text" | "boolean" | "dollars" | "seconds" | "count";

/** One setting: the same snake_case name in the file, as `COLLOQUY_…` variable and as flag. */
export interface SettingSpec {
  kind: SettingKind;
  /** What it does, in a sentence. */
  does: string;
  /** Null means off, or "nobody chose". */
  default: string | number | boolean | null;
}

/** Every setting. The file `config.schema.json` is generated from this table and tested against it. */
export const settings = {
  model: {
    kind: "text",
    does: "The model to ask when neither a flag nor the conversation names one.",
    default: "smollm2-135m",
  },
  system: {
    kind: "text",
    does: "The system prompt of new conversations.",
    default: null,
  },
  preset: {
    kind: "text",
    does: "The preset of new conversations.",
    default: null,
  },
  server: {
    kind: "text",
    does: "The server that `colloquy api` and `colloquy models` speak to.",
    default: "openrouter",
  },
  stream: {
    kind: "boolean",
    does: "Whether an answer is shown as it is written.",
    default: true,
  },
  log: {
    kind: "boolean",
    does: "Whether what is said is kept in the store.",
    default: true,
  },
  max_cost_per_turn: {
    kind: "dollars",
    does: "US dollars a turn may cost before a terminal asks and a pipe refuses; 0 asks always, null never.",
    default: 0.05,
  },
  max_cost_per_conversation: {
    kind: "dollars",
    does: "The same for all turns of a conversation together.",
    default: null,
  },
  connect_timeout: {
    kind: "seconds",
    does: "Seconds a connection may take.",
    default: 15,
  },
  first_token_timeout: {
    kind: "seconds",
    does: "Seconds the first token may take.",
    default: 300,
  },
  silence_timeout: {
    kind: "seconds",
    does: "Seconds between two tokens; comments and white space are not tokens.",
    default: 120,
  },
  total_timeout: {
    kind: "seconds",
    does: "Seconds a whole answer may take.",
    default: 1800,
  },
  retries: {
    kind: "count",
    does: "How often a request is sent again when that can help; never after the first token.",
    default: 2,
  },
  policy: {
    kind: "text",
    does: "How it is chosen what of a long conversation is sent: `colloquy context policies`.",
    default: "recall",
  },
  budget: {
    kind: "count",
    does: "Tokens a prompt may use; null for what the model's window, its price and this machine allow.",
    default: null,
  },
  attribution: {
    kind: "boolean",
    does: "Whether OpenRouter is told the name of this program.",
    default: false,
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type SettingName = keyof typeof settings;

/** The value each setting resolves to. */
export interface SettingValues {
  model: string;
  system: string | null;
  preset: string | null;
  server: string;
  stream: boolean;
  log: boolean;
  max_cost_per_turn: number | null;
  max_cost_per_conversation: number | null;
  connect_timeout: number;
  first_token_timeout: number;
  silence_timeout: number;
  total_timeout: number;
  retries: number;
  policy: string;
  budget: number | null;
  attribution: boolean;
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

/** `max_cost_per_turn` → `COLLOQUY_MAX_COST_PER_TURN`. */
export function variableOf(name: SettingName): string {
  return `COLLOQUY_${name.toUpperCase()}`;
}

/** `max_cost_per_turn` → `--max-cost-per-turn`. */
export function flagOf(name: SettingName): string {
  return `--${name.replaceAll("_", "-")}`;
}
