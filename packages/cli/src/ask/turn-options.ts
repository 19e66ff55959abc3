import type { OptionSpec } from "../command.ts";

/** What may be said about every turn, in `ask`, `chat` and `run` alike. */
export const turnOptions: readonly OptionSpec[] = [
  {
    flags: "-m, --model <model>",
    about: "smollm2-135m, ./file.gguf, hf:…, author/slug, SERVER:model",
  },
  { flags: "-s, --system <text>", about: 'the system prompt; "" for none' },
  { flags: "-t, --preset <name>", about: "named parameters; an explicit -o wins over it" },
  {
    flags: "-o, --option <key=value>",
    about: "a parameter: -o KEY VALUE, KEY=VALUE, KEY=unset, KEY=@FILE",
    repeat: true,
  },
  { flags: "--schema <file>", about: "a JSON Schema that the answer must follow" },
  { flags: "-c, --continue", about: "go on with this terminal's last conversation" },
  { flags: "--conversation <id|title>", about: "go on with that conversation" },
  {
    flags: "--policy <name>",
    about: "what of a long conversation is sent: full, recent, middle-out, block, recall, summary",
    setting: "policy",
  },
  {
    flags: "--budget <tokens>",
    about: "tokens the prompt may use",
    setting: "budget",
  },
  { flags: "-u, --usage", about: "say what was used, off a terminal too" },
  { flags: "--no-stream", about: "ask for the whole answer at once", setting: "stream" },
  { flags: "--no-log", about: "keep nothing of it", setting: "log" },
  { flags: "--force", about: "send parameters as they are, unchecked" },
  {
    flags: "--max-cost-per-turn <dollars>",
    about: "ask before a turn that may cost more",
    setting: "max_cost_per_turn",
  },
  {
    flags: "--max-cost-per-conversation <dollars>",
    about: "ask before a conversation costs more",
    setting: "max_cost_per_conversation",
  },
  { flags: "--connect-timeout <seconds>", about: "for a connection", setting: "connect_timeout" },
  {
    flags: "--first-token-timeout <seconds>",
    about: "for the first token",
    setting: "first_token_timeout",
  },
  { flags: "--silence-timeout <seconds>", about: "between two tokens", setting: "silence_timeout" },
  { flags: "--total-timeout <seconds>", about: "for the whole answer", setting: "total_timeout" },
  {
    flags: "--retries <count>",
    about: "how often to try again where it can help",
    setting: "retries",
  },
  { flags: "--attribution", about: "tell OpenRouter this program's name", setting: "attribution" },
];
